// Compares our fill with the free ones on the same holes in one run: a table in Markdown and a contact sheet.
// bench/fill/quality.h explains the figures, docs/fill.md the known weaknesses.

#include "bench/fill/cases.h"
#include "bench/fill/methods.h"
#include "bench/fill/sheet.h"
#include "bench/fill/verdict.h"
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QTextStream>
#include <atomic>
#include <cstdio>
#include <thread>

using namespace nb::bench;

namespace {

std::vector<std::string> chosenMethods(const QString& list) {
    if (list.isEmpty())
        return methodNames();
    std::vector<std::string> chosen;
    for (const QString& name : list.split(u','))
        chosen.push_back(name.toStdString());
    return chosen;
}

void writeHead(QTextStream& out) {
    out << "| picture | hole | method | wall s | CPU s | peak MB | texture | finest | gradient | seam | PSNR "
           "| SSIM |\n"
           "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
}

QString textOf(const Line& line) {
    const Quality& q = line.quality;
    return QString::asprintf(
        "| %s | %s | %s | %.2f | %.2f | %.0f | %.3f | %.3f | %.2f | %.2f | %.2f | %.3f |\n",
        line.what.picture.c_str(), line.what.hole.c_str(), line.method.c_str(), line.run.wallS, line.run.cpuS,
        line.run.peakMb, q.texture, q.textureFinest, q.gradientEnergy, q.seam, q.psnr, q.ssim);
}

// The means of each method, and the number of holes for which ours was closer in texture or quicker.
void writeSummary(QTextStream& out, const std::vector<Line>& lines, const std::vector<std::string>& methods) {
    const auto find = [&](const Case& what, const std::string& method) -> const Line* {
        for (const Line& line : lines)
            if (line.method == method && line.what.picture == what.picture && line.what.hole == what.hole)
                return &line;
        return nullptr;
    };
    out << "\n| method | holes | CPU s | texture | finest | seam | PSNR | SSIM | ours closer in texture | "
           "ours quicker "
           "(CPU) |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
    for (const std::string& method : methods) {
        int count = 0, closer = 0, quicker = 0;
        Quality sum;
        double cpu = 0;
        for (const Line& line : lines) {
            if (line.method != method)
                continue;
            ++count;
            cpu += line.run.cpuS;
            sum.texture += line.quality.texture;
            sum.textureFinest += line.quality.textureFinest;
            sum.seam += line.quality.seam;
            sum.psnr += line.quality.psnr;
            sum.ssim += line.quality.ssim;
            if (const Line* ours = find(line.what, "ours")) {
                closer += ours->quality.texture < line.quality.texture ? 1 : 0;
                quicker += ours->run.cpuS < line.run.cpuS ? 1 : 0;
            }
        }
        if (count > 0)
            out << QString::asprintf("| %s | %d | %.2f | %.3f | %.3f | %.2f | %.2f | %.3f | %d | %d |\n",
                                     method.c_str(), count, cpu / count, sum.texture / count,
                                     sum.textureFinest / count, sum.seam / count, sum.psnr / count,
                                     sum.ssim / count, closer, quicker);
    }
}

bool isCompared(const std::string& method, const Case& what) {
    return what.slowToo || (method != "shiftmap" && method != "fsr" && method != "gmic_pde");
}

// What was hidden itself, measured like a fill.
std::optional<Run> runOrTruth(const std::string& method, const Case& what) {
    return method == kTruth ? Run{what.truth} : runMethod(method, what.truth, what.mask);
}

// Runs the methods on the holes, `jobs` at a time; lines and rows are in the order of the cases.
std::vector<Line> compare(const std::vector<Case>& all, const std::vector<std::string>& methods, int jobs,
                          std::vector<Row>& rows) {
    std::vector<std::pair<const Case*, std::string>> tasks;
    for (const Case& what : all) {
        for (const std::string& method : methods)
            if (isCompared(method, what))
                tasks.emplace_back(&what, method);
        tasks.emplace_back(&what, kTruth);
    }
    std::vector<std::optional<Line>> done(tasks.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < tasks.size(); i = next++) {
            const auto& [what, method] = tasks[i];
            const auto run = runOrTruth(method, *what);
            if (!run)
                continue;
            done[i] = Line{*what, method, *run, measure(run->filled, what->truth, what->mask)};
            std::fprintf(stderr, "%zu of %zu: %s", i + 1, tasks.size(), qPrintable(textOf(*done[i])));
        }
    };
    std::vector<std::jthread> workers;
    workers.reserve(static_cast<std::size_t>(jobs));
    for (int i = 0; i < jobs; ++i)
        workers.emplace_back(work);
    workers.clear(); // waits for them
    for (const Case& what : all)
        rows.push_back({what, {}});
    std::vector<Line> lines;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (!done[i])
            continue;
        rows[static_cast<std::size_t>(tasks[i].first - all.data())].filled[tasks[i].second] =
            done[i]->run.filled;
        lines.push_back(std::move(*done[i]));
    }
    return lines;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QStringLiteral("--child") && arguments.size() == 6)
        return runAsChild(arguments[2].toStdString(), arguments[3].toStdString(), arguments[4].toStdString(),
                          arguments[5].toStdString());
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Compares fills on holes whose truth is known."));
    parser.addHelpOption();
    parser.addOptions(
        {{QStringLiteral("methods"), QStringLiteral("Only these, by comma."), QStringLiteral("list")},
         {QStringLiteral("pictures"), QStringLiteral("Only these, by comma."), QStringLiteral("list")},
         {QStringLiteral("holes"), QStringLiteral("Only these, by comma."), QStringLiteral("list")},
         {QStringLiteral("jobs"),
          QStringLiteral("Methods run at a time; more than one makes wall times useless, but not CPU times."),
          QStringLiteral("count"), QStringLiteral("1")},
         {QStringLiteral("speed"), QStringLiteral("Only the holes with a time limit.")},
         {QStringLiteral("sheet"), QStringLiteral("Where the contact sheet goes."), QStringLiteral("file"),
          QStringLiteral("bench-fill.png")},
         {QStringLiteral("table"), QStringLiteral("Where the table goes; - = standard output."),
          QStringLiteral("file"), QStringLiteral("-")}});
    parser.process(app);
    QFile file(parser.value(QStringLiteral("table")));
    const bool opened = file.fileName() == QStringLiteral("-") ? file.open(stdout, QIODevice::WriteOnly)
                                                               : file.open(QIODevice::WriteOnly);
    if (!opened) {
        std::fprintf(stderr, "bench-fill: cannot write %s\n", qPrintable(file.fileName()));
        return 2;
    }
    QTextStream out(&file);
    const auto methods = chosenMethods(parser.value(QStringLiteral("methods")));
    const auto all = parser.isSet(QStringLiteral("speed"))
                         ? speedCases()
                         : cases(parser.value(QStringLiteral("pictures")).toStdString(),
                                 parser.value(QStringLiteral("holes")).toStdString());
    writeHead(out);
    std::vector<Row> rows;
    const int jobs = std::max(1, parser.value(QStringLiteral("jobs")).toInt());
    const auto lines = compare(all, methods, jobs, rows);
    for (const Line& line : lines)
        out << textOf(line);
    writeSummary(out, lines, methods);
    if (parser.isSet(QStringLiteral("speed")))
        writeSpeedVerdicts(out, lines);
    else
        writeVerdicts(out, lines);
    return writeSheet(parser.value(QStringLiteral("sheet")).toStdString(), rows, methods) ? 0 : 1;
}
