#include "bench/fill/cases.h"

#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <sstream>

namespace nb::bench {
namespace {

constexpr const char* kFolder = "/usr/lib/python3/dist-packages/skimage/data/";
constexpr int kMostWidth = 600; // larger ones take the slow methods minutes each

cv::Mat load(const std::string& file) {
    cv::Mat picture = cv::imread(kFolder + file, cv::IMREAD_COLOR);
    if (picture.empty()) {
        std::fprintf(stderr, "bench-fill: %s%s is missing; tools/setup.sh bench installs it\n", kFolder,
                     file.c_str());
        return picture;
    }
    cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
    if (picture.cols > kMostWidth)
        cv::resize(picture, picture, {kMostWidth, kMostWidth * picture.rows / picture.cols}, 0, 0,
                   cv::INTER_AREA);
    return picture;
}

// A horizon between sky and a rough field, with a pole: long edges that must go on through the hole.
cv::Mat horizon(cv::Size size) {
    cv::Mat picture(size, CV_8UC3), noise(size, CV_8UC3);
    cv::RNG random(7);
    random.fill(noise, cv::RNG::NORMAL, 0, 24);
    const int line = size.height / 2;
    for (int y = 0; y < size.height; ++y) {
        const double t = static_cast<double>(y) / size.height;
        const cv::Scalar colour = y < line ? cv::Scalar(90 + 160 * t, 140 + 130 * t, 225 + 40 * t)
                                           : cv::Scalar(70 + 60 * t, 95 + 40 * t, 40 + 20 * t);
        picture.row(y).setTo(colour);
    }
    const cv::Rect field(0, line, size.width, size.height - line);
    picture(field) += noise(field);
    const int pole = size.width * 9 / 20;
    cv::rectangle(picture, cv::Rect(pole, 0, size.width / 50, size.height), {60, 50, 45}, cv::FILLED);
    return picture;
}

// Tiles with bevelled edges, slightly different in tone: regular structure.
cv::Mat tiles(cv::Size size) {
    cv::Mat picture(size, CV_8UC3);
    cv::RNG random(11);
    const int side = 46;
    for (int y = 0; y < size.height; y += side)
        for (int x = 0; x < size.width; x += side) {
            const int tone = random.uniform(-14, 15);
            const cv::Rect tile(x, y, side, side);
            cv::rectangle(picture, tile, {95.0, 90.0, 85.0}, cv::FILLED);
            cv::rectangle(picture, tile - cv::Size(4, 4), {190.0 + tone, 170.0 + tone, 140.0 + tone},
                          cv::FILLED);
        }
    cv::Mat noise(size, CV_8UC3);
    random.fill(noise, cv::RNG::NORMAL, 0, 5);
    return picture + noise;
}

cv::Mat hole(cv::Size size, const std::string& name) {
    cv::Mat mask = cv::Mat::zeros(size, CV_8U);
    const int w = size.width, h = size.height;
    const cv::Size2f side(size);
    const cv::Point centre(w / 2, h / 2);
    const auto disc = [&](double share, cv::Point at) {
        cv::circle(mask, at, static_cast<int>(std::sqrt(share * w * h / CV_PI)), 255, cv::FILLED);
    };
    if (name == "disc6")
        disc(0.06, centre);
    else if (name == "bar")
        cv::rectangle(mask, cv::Rect(w / 8, h * 9 / 20, w * 3 / 4, h / 12), 255, cv::FILLED);
    else if (name == "specks") {
        cv::RNG random(3);
        for (int i = 0; i < 80; ++i)
            cv::circle(mask, {random.uniform(0, w), random.uniform(0, h)}, random.uniform(1, 6), 255,
                       cv::FILLED);
        for (int i = 0; i < 3; ++i)
            cv::line(mask, {random.uniform(0, w), 0}, {random.uniform(0, w), h}, 255, 2);
    } else if (name == "border")
        disc(0.12, {w, h * 2 / 3});
    else if (name == "5%")
        disc(0.05, {w * 2 / 5, h * 11 / 20});
    else if (name == "15%")
        cv::ellipse(mask,
                    {{side.width * 0.5F, side.height * 0.5F}, {side.width * 0.55F, side.height * 0.347F}, 20},
                    255, cv::FILLED);
    else if (name == "30%")
        cv::ellipse(mask,
                    {{side.width * 0.5F, side.height * 0.5F}, {side.width * 0.7F, side.height * 0.546F}, -15},
                    255, cv::FILLED);
    return mask;
}

bool wanted(const std::string& list, const std::string& name) {
    std::istringstream words(list);
    for (std::string word; std::getline(words, word, ',');)
        if (word == name)
            return true;
    return list.empty();
}

struct Source {
    const char* name;
    bool texture;
    bool slowToo;
    std::function<cv::Mat()> make;
};

const std::vector<Source>& sources() {
    static const std::vector<Source> all = {
        {"grass", true, true, [] { return load("grass.png"); }},
        {"gravel", true, true, [] { return load("gravel.png"); }},
        {"brick", true, true, [] { return load("brick.png"); }},
        {"chelsea", false, true, [] { return load("chelsea.png"); }},
        {"coffee", false, true, [] { return load("coffee.png"); }},
        {"astronaut", false, false, [] { return load("astronaut.png"); }},
        {"rocket", false, false, [] { return load("rocket.jpg"); }},
        {"motorcycle", false, false, [] { return load("motorcycle_left.png"); }},
        {"hubble", false, false, [] { return load("hubble_deep_field.jpg"); }},
        {"ihc", true, true, [] { return load("ihc.png"); }},
        {"horizon", false, false,
         [] {
             return horizon({600, 400});
         }},
        {"tiles", true, true,
         [] {
             return tiles({600, 400});
         }},
    };
    return all;
}

constexpr const char* kHoles[] = {"disc6", "bar", "specks", "border", "5%", "15%", "30%"};

} // namespace

std::vector<Case> cases(const std::string& pictures, const std::string& holes) {
    std::vector<Case> all;
    for (const Source& source : sources()) {
        if (!wanted(pictures, source.name))
            continue;
        const cv::Mat truth = source.make();
        for (const char* name : kHoles)
            if (!truth.empty() && wanted(holes, name))
                all.push_back(
                    {source.name, name, source.texture, source.slowToo, truth, hole(truth.size(), name)});
    }
    return all;
}

std::vector<Case> speedCases() {
    std::vector<Case> all;
    for (const auto& [size, share] :
         {std::pair(cv::Size(600, 400), 0.06), std::pair(cv::Size(2048, 2048), 0.10),
          std::pair(cv::Size(6000, 4000), 1.0 / 24)}) {
        cv::Mat big;
        const cv::Mat coffee = load("coffee.png");
        if (coffee.empty())
            continue;
        cv::resize(coffee, big, size, 0, 0, cv::INTER_CUBIC);
        cv::Mat noise(size, CV_8UC3);
        cv::RNG(5).fill(noise, cv::RNG::NORMAL, 0,
                        6); // enlarging leaves none, and real photographs have some
        if (size.width > 600)
            big += noise;
        cv::Mat mask = cv::Mat::zeros(size, CV_8U);
        cv::circle(mask, {size.width / 2, size.height / 2},
                   static_cast<int>(std::sqrt(share * size.area() / CV_PI)), 255, cv::FILLED);
        all.push_back({"speed " + std::to_string(size.width) + "x" + std::to_string(size.height),
                       std::to_string(cv::countNonZero(mask) / 1000) + " kpx", false, true, big, mask});
    }
    return all;
}

} // namespace nb::bench
