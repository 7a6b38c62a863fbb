#pragma once
// libjpeg reports errors by calling a function that must not return. This converts them to a bool by setjmp:
// code inside attempt() must not own anything that needs a destructor. Not for use outside this folder.

#include <csetjmp>
#include <cstdio> // jpeglib.h needs FILE and size_t declared
#include <jerror.h>
#include <jpeglib.h>

namespace nb::image {

class JpegErrors {
public:
    JpegErrors() {
        jpeg_std_error(&m_manager);
        m_manager.error_exit = onError;
        m_manager.emit_message = onMessage;
        m_manager.output_message = [](j_common_ptr) {};
    }

    // For the `err` member of a codec's structure. This object must not move while libjpeg knows it.
    jpeg_error_mgr* manager() { return &m_manager; }

    // False if `work` ended in an error.
    template <class Work>
    bool attempt(Work work) {
        if (setjmp(m_jump) != 0)
            return false;
        work();
        return true;
    }

    [[nodiscard]] const char* message() const { return m_message; }
    // Whether samples were lost: libjpeg only warns then and fills the gap.
    [[nodiscard]] bool samplesLost() const { return m_samplesLost; }
    // Whether the bytes ended before the end marker.
    [[nodiscard]] bool inputEnded() const { return m_inputEnded; }

private:
    static JpegErrors& of(j_common_ptr codec) { return *reinterpret_cast<JpegErrors*>(codec->err); }

    static void onError(j_common_ptr codec) {
        JpegErrors& errors = of(codec);
        errors.m_manager.format_message(codec, errors.m_message);
        std::longjmp(errors.m_jump, 1);
    }

    static void onMessage(j_common_ptr codec, int level) {
        JpegErrors& errors = of(codec);
        if (level >= 0)
            return;
        switch (errors.m_manager.msg_code) {
        case JWRN_JPEG_EOF: // samples that are missing give another warning as well
            errors.m_inputEnded = true;
            break;
        case JWRN_HIT_MARKER:
        case JWRN_HUFF_BAD_CODE:
        case JWRN_MUST_RESYNC:
        case JWRN_NOT_SEQUENTIAL:
        case JWRN_BOGUS_PROGRESSION:
            errors.m_samplesLost = true;
            errors.m_manager.format_message(codec, errors.m_message);
            break;
        default:
            break;
        }
    }

    jpeg_error_mgr m_manager{}; // first: of() relies on it
    std::jmp_buf m_jump{};
    char m_message[JMSG_LENGTH_MAX] = {};
    bool m_samplesLost = false;
    bool m_inputEnded = false;
};

} // namespace nb::image
