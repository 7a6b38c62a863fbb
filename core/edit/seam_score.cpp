#include "core/edit/seam_score.h"

#include "core/edit/colour.h"
#include <QtGlobal>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::edit {
namespace {

constexpr int kStripRows = 64; // CIELAB of one strip at a time: three whole pictures of it would cost memory

struct Sum {
    double deltaE = 0;
    qint64 pairs = 0;
};

class Strip {
public:
    Strip(const cv::Mat& blended, const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& ramp,
          int from)
        : m_rows(std::min(kStripRows, ramp.rows - from)) {
        const int to = std::min(from + m_rows + 1, ramp.rows); // one more row for the pairs downwards
        m_blended = labOf(blended.rowRange(from, to));
        m_picture = labOf(picture.rowRange(from, to));
        m_answer = labOf(answer.rowRange(from, to));
        m_ramp = ramp.rowRange(from, to);
    }

    void addTo(Sum& sum) const {
        for (int y = 0; y < m_rows; ++y)
            for (int x = 0; x < m_ramp.cols; ++x) {
                if (x + 1 < m_ramp.cols)
                    add(sum, {x, y}, {x + 1, y});
                if (y + 1 < m_ramp.rows)
                    add(sum, {x, y}, {x, y + 1});
            }
    }

private:
    void add(Sum& sum, cv::Point p, cv::Point q) const {
        const float a = m_ramp.at<float>(p), b = m_ramp.at<float>(q);
        if ((a <= 0 && b <= 0) || (a >= 1 && b >= 1))
            return;
        const cv::Mat& shown = a + b >= 1 ? m_answer : m_picture;
        const cv::Vec3f expected = shown.at<cv::Vec3f>(q) - shown.at<cv::Vec3f>(p);
        sum.deltaE += cv::norm(m_blended.at<cv::Vec3f>(q) - m_blended.at<cv::Vec3f>(p) - expected);
        ++sum.pairs;
    }

    int m_rows;
    cv::Mat m_blended, m_picture, m_answer, m_ramp;
};

bool touchesBand(const cv::Mat& ramp, int from) {
    double least = 0, most = 0;
    cv::minMaxLoc(ramp.rowRange(from, std::min(from + kStripRows + 1, ramp.rows)), &least, &most);
    return least < 1 && most > 0;
}

} // namespace

double seamDeltaE(const cv::Mat& blended, const cv::Mat& picture, const cv::Mat& answer,
                  const cv::Mat& ramp) {
    Sum sum;
    for (int from = 0; from < ramp.rows; from += kStripRows)
        if (touchesBand(ramp, from))
            Strip(blended, picture, answer, ramp, from).addTo(sum);
    return sum.pairs == 0 ? 0 : sum.deltaE / double(sum.pairs);
}

} // namespace nb::edit
