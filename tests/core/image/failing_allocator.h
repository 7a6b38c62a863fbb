#pragma once
// Makes every cv::Mat that needs memory throw, to test what becomes of OpenCV's exceptions.

#include <opencv2/core.hpp>

namespace nb::image {

// The default allocator of OpenCV while it lives. Not for tests that run something on other threads.
class FailingAllocator : public cv::MatAllocator {
public:
    explicit FailingAllocator(int code) : m_code(code), m_before(cv::Mat::getDefaultAllocator()) {
        cv::Mat::setDefaultAllocator(this);
    }
    ~FailingAllocator() override { cv::Mat::setDefaultAllocator(m_before); }
    FailingAllocator(const FailingAllocator&) = delete;
    FailingAllocator& operator=(const FailingAllocator&) = delete;

    cv::UMatData* allocate(int, const int*, int, void*, size_t*, cv::AccessFlag,
                           cv::UMatUsageFlags) const override {
        throw cv::Exception(m_code, "no memory in this test", "allocate", __FILE__, __LINE__);
    }
    bool allocate(cv::UMatData*, cv::AccessFlag, cv::UMatUsageFlags) const override { return false; }
    void deallocate(cv::UMatData* data) const override { m_before->deallocate(data); }

private:
    int m_code; // cv::Error::Code
    cv::MatAllocator* m_before;
};

} // namespace nb::image
