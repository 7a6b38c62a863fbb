#pragma once
// The requirements of the fill, checked against the figures of the same run: a line for each, with the
// figure, the limit and whether it is met.

#include "bench/fill/cases.h"
#include "bench/fill/methods.h"
#include "bench/fill/quality.h"
#include <QTextStream>

namespace nb::bench {

constexpr const char* kTruth = "(truth)"; // the method of the lines that measure what was hidden

struct Line {
    Case what;
    std::string method;
    Run run;
    Quality quality;
};

// Against the other methods; those that did not run are left out.
void writeVerdicts(QTextStream& out, const std::vector<Line>& lines);

// The limits of time and memory, for speedCases().
void writeSpeedVerdicts(QTextStream& out, const std::vector<Line>& lines);

// The longest time between two checks of the cancel token: CPU milliseconds of one thread.
double longestCheckIntervalMs(const Case& what);

} // namespace nb::bench
