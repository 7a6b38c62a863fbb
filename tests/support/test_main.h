#pragma once
// Registers the Qt Test class of a tst_*.cpp with the executable of its folder, whose main() runs the one
// that its first argument names: `build/tests/core_mask tst_ops [Qt Test's arguments]`. The name is that of
// the file, without .cpp. At the end of a file, before its .moc, stands one of
//   NB_TEST(TestOps)          most: with a QCoreApplication
//   NB_TEST_APPLESS(TestOps)  without an application
//   NB_TEST_WIDGETS(TestOps)  with a QApplication; in folders that link Qt Widgets
//   NB_TEST_MAIN(runOps)      a main() of its own, for tests that start themselves as another process
// Each test still is a process of its own, with the test's name as application name.

#include <QCoreApplication>
#include <QTest>
#ifdef QT_WIDGETS_LIB
#include <QApplication>
#endif

namespace nb::test {

// As main(): argv[0] is the test's name, what follows is Qt Test's. Returns the exit code.
using TestMain = int (*)(int argc, char** argv);

// To be made before main() begins. sourcePath: __FILE__ of the test, kept, not copied.
struct TestRegistration {
    TestRegistration(const char* sourcePath, TestMain run);
};

struct NoApplication {
    NoApplication(int& /*argc*/, char** /*argv*/) {}
};

template <class Test, class Application>
int runTest(int argc, char** argv) {
    [[maybe_unused]] const Application application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace nb::test

#define NB_TEST_MAIN(function)                                                                               \
    namespace {                                                                                              \
    const nb::test::TestRegistration registration(__FILE__, function);                                       \
    }
#define NB_TEST(TestClass) NB_TEST_MAIN((nb::test::runTest<TestClass, QCoreApplication>))
#define NB_TEST_APPLESS(TestClass) NB_TEST_MAIN((nb::test::runTest<TestClass, nb::test::NoApplication>))
#define NB_TEST_WIDGETS(TestClass) NB_TEST_MAIN((nb::test::runTest<TestClass, QApplication>))
