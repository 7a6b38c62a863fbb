#include "core/base/current_exception.h"

#include <exception>
#include <new>
#include <opencv2/core.hpp>

namespace nb {
namespace {

Error internal(const char* detail) {
    return {ErrorCode::Internal, QStringLiteral("Internal error"), QString::fromUtf8(detail)};
}

} // namespace

Error currentExceptionAsError() {
    try {
        throw;
    } catch (const std::bad_alloc& e) {
        return outOfMemory(QString::fromUtf8(e.what()));
    } catch (const cv::Exception& e) {
        return e.code == cv::Error::StsNoMem ? outOfMemory(QString::fromUtf8(e.what())) : internal(e.what());
    } catch (const std::exception& e) {
        return internal(e.what());
    } catch (...) {
        return internal("unknown exception");
    }
}

} // namespace nb
