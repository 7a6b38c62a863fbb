#include "tests/support/test_main.h"
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

namespace nb::test {

namespace {

std::map<std::string, TestMain, std::less<>>& registeredTests() {
    static std::map<std::string, TestMain, std::less<>> tests;
    return tests;
}

// "tests/core/mask/tst_ops.cpp" -> "tst_ops"
std::string testName(std::string_view sourcePath) {
    sourcePath.remove_prefix(sourcePath.rfind('/') + 1);
    return std::string(sourcePath.substr(0, sourcePath.rfind('.')));
}

} // namespace

TestRegistration::TestRegistration(const char* sourcePath, TestMain run) {
    registeredTests().emplace(testName(sourcePath), run);
}

} // namespace nb::test

int main(int argc, char** argv) {
    const auto& tests = nb::test::registeredTests();
    const auto chosen = argc > 1 ? tests.find(std::string_view(argv[1])) : tests.end();
    if (chosen != tests.end())
        return chosen->second(argc - 1, argv + 1);
    std::fprintf(stderr, "usage: %s TEST [arguments of Qt Test]\nTEST is one of\n", argv[0]);
    for (const auto& [name, run] : tests)
        std::fprintf(stderr, "  %s\n", name.c_str());
    return 2;
}
