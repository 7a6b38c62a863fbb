#pragma once
// What the fill is to reach, checked against what was measured in the same run: a line for each promise, with
// the figure, the limit and whether it holds.

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

// The times and the memory that are asked for, of speedCases().
void writeSpeedVerdicts(QTextStream& out, const std::vector<Line>& lines);

// How long, at most, the fill works between two looks at the cancel token: CPU milliseconds of one thread.
double longestLookMs(const Case& what);

} // namespace nb::bench
