#pragma once
// A fuzz target reads bytes as a stranger may send them and checks what must hold whatever they are. Each
// source of this folder is one target and is compiled twice: by clang with libFuzzer into a program of its
// own
// (`make fuzz`), and by the build's compiler into tests/fuzz, whose tst_corpus gives every target the files
// of tests/fuzz/corpus/<target>.

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <cstdint>

namespace nb::fuzz {

using Target = void (*)(QByteArrayView input);

// To be made before main() begins; tst_corpus looks them up.
struct TargetRegistration {
    TargetRegistration(const char* name, Target run);
};

// Ends the process with the sentence: libFuzzer then keeps the input, and Qt Test names the row.
void require(bool holds, const char* sentence);

// Takes an input apart, so that one file can hold several texts and numbers. At the end of the input all that
// is taken is empty or 0.
class Parts {
public:
    explicit Parts(QByteArrayView input) : m_rest(input) {}

    quint8 byte();
    quint32 number();      // 4 bytes, big endian
    QByteArray block();    // 2 bytes of length, big endian, then that many
    QByteArrayView rest(); // everything that is left
    [[nodiscard]] bool atEnd() const { return m_rest.isEmpty(); }

private:
    QByteArrayView m_rest;
};

// The path of a file that exists in memory only and holds `bytes` until the next call.
QString memoryFile(QByteArrayView bytes);

// A folder for this process, on a memory disk where there is one; removed at the end.
QString scratchFolder();

} // namespace nb::fuzz

#ifdef NB_LIBFUZZER
#define NB_FUZZ_TARGET(name, function)                                                                       \
    extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);                                 \
    extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {                                \
        function(QByteArrayView(data, static_cast<qsizetype>(size)));                                        \
        return 0;                                                                                            \
    }
#else
#define NB_FUZZ_TARGET(name, function)                                                                       \
    namespace {                                                                                              \
    const nb::fuzz::TargetRegistration name##Registration(#name, function);                                  \
    }
#endif
