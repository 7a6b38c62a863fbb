#pragma once
// What every encoder promises about its Watch.

#include "core/base/watch.h"
#include "core/image/picture.h"
#include <QTest>
#include <functional>

namespace nb::image {

using WatchedEncoder = std::function<Result<QByteArray>(const Picture&, const Watch&)>;

// picture: 400 rows.
inline void canBeFollowedAndEnded(const Picture& picture, const WatchedEncoder& encode) {
    double last = -1;
    int told = 0;
    Watch watch{.progress = [&](double done) {
        QVERIFY(done > last && done <= 1);
        last = done;
        ++told;
    }};
    QVERIFY(encode(picture, watch));
    QVERIFY(told >= 4);
    std::stop_source stop;
    watch = {.progress =
                 [&](double done) {
                     if (done > 0.5)
                         stop.request_stop();
                     last = done;
                 },
             .cancel = stop.get_token()};
    QCOMPARE(encode(picture, watch).error().code, ErrorCode::Cancelled);
    QVERIFY(last < 0.7); // soon after
}

} // namespace nb::image
