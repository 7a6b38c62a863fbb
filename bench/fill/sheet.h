#pragma once
// The contact sheet: a row for each picture and hole, a column for each method, beside the original.

#include "bench/fill/cases.h"
#include <map>

namespace nb::bench {

struct Row {
    Case what;
    std::map<std::string, cv::Mat> filled; // by method
};

// Writes a PNG; every cell shows the hole and its surroundings. False if it could not.
bool writeSheet(const std::string& path, const std::vector<Row>& rows,
                const std::vector<std::string>& methods);

} // namespace nb::bench
