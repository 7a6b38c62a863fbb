#pragma once
// Turns samples of a picture into what the screen shows: sRGB, 8 bits, alpha premultiplied. For display only:
// what is saved or sent never comes from here.

#include <QByteArray>
#include <memory>
#include <opencv2/core/mat.hpp>

namespace nb::desktop {

// Immutable; safe from several threads at once.
class DisplayColour {
public:
    // icc: the picture's profile, empty = sRGB; one that cannot be read or is not for RGB counts as sRGB.
    // type: that of the samples, CV_8UC3, CV_8UC4, CV_16UC3, CV_16UC4 or CV_8UC1 (a mask, shown as it is).
    DisplayColour(const QByteArray& icc, int type);
    ~DisplayColour();
    DisplayColour(const DisplayColour&) = delete;
    DisplayColour& operator=(const DisplayColour&) = delete;

    // True if the samples can be shown as they are: 8 bits, no alpha, and no other profile than sRGB.
    [[nodiscard]] bool isIdentity() const { return m_identity; }
    // Samples of `type` to CV_8UC3 or, with alpha, to premultiplied CV_8UC4, in the order R, G, B, A. With
    // isIdentity() it is the same samples, shared. Throws cv::Exception for lack of memory.
    [[nodiscard]] cv::Mat toDisplay(const cv::Mat& samples) const;

private:
    [[nodiscard]] cv::Mat transformed(const cv::Mat& samples) const;

    void* m_transform = nullptr; // lcms's; nullptr = the profile is sRGB
    bool m_identity = false;
};

} // namespace nb::desktop
