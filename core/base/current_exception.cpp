#include "core/base/current_exception.h"

#include <exception>
#include <new>
#include <opencv2/core.hpp>

namespace nb {
namespace {

Error outOfMemory(const char* detail) {
    return {ErrorCode::OutOfMemory, QStringLiteral("Not enough memory for this picture"),
            QString::fromUtf8(detail)};
}

Error internal(const char* detail) {
    return {ErrorCode::Internal, QStringLiteral("Internal error"), QString::fromUtf8(detail)};
}

} // namespace

Error currentExceptionAsError() {
    try {
        throw;
    } catch (const std::bad_alloc& e) {
        return outOfMemory(e.what());
    } catch (const cv::Exception& e) {
        return e.code == cv::Error::StsNoMem ? outOfMemory(e.what()) : internal(e.what());
    } catch (const std::exception& e) {
        return internal(e.what());
    } catch (...) {
        return internal("unknown exception");
    }
}

} // namespace nb
