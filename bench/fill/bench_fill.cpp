// Compares our fill with the free ones on the same holes in one run: a table in Markdown and a contact sheet.
// What the figures mean is said in bench/fill/quality.h, where it is still weak in docs/fill.md.

#include "bench/fill/cases.h"
#include "bench/fill/methods.h"
#include "bench/fill/sheet.h"
#include "bench/fill/verdict.h"
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QTextStream>
#include <cstdio>

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

void writeLine(QTextStream& out, const Line& line) {
    const Quality& q = line.quality;
    out << QString::asprintf(
        "| %s | %s | %s | %.2f | %.2f | %.0f | %.2f | %.2f | %.2f | %.2f | %.1f | %.3f |\n",
        line.what.picture.c_str(), line.what.hole.c_str(), line.method.c_str(), line.run.wallS, line.run.cpuS,
        line.run.peakMb, q.texture, q.textureFinest, q.gradientEnergy, q.seam, q.psnr, q.ssim);
    out.flush();
}

// The means of each method, and on how many holes ours was closer in texture and quicker.
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

std::vector<Line> compare(const std::vector<Case>& all, const std::vector<std::string>& methods,
                          QTextStream& out, std::vector<Row>& rows) {
    std::vector<Line> lines;
    for (const Case& what : all) {
        rows.push_back({what, {}});
        for (const std::string& method : methods) {
            const auto run = runMethod(method, what.truth, what.mask);
            if (!run)
                continue;
            lines.push_back({what, method, *run, measure(run->filled, what.truth, what.mask)});
            writeLine(out, lines.back());
            rows.back().filled[method] = run->filled;
        }
        const Quality truth = measure(what.truth, what.truth, what.mask);
        writeLine(out, {what, "(truth)", {}, truth});
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
         {QStringLiteral("speed"), QStringLiteral("Only the holes that have a time to keep.")},
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
    const auto lines = compare(all, methods, out, rows);
    writeSummary(out, lines, methods);
    if (parser.isSet(QStringLiteral("speed")))
        writeSpeedVerdicts(out, lines);
    else
        writeVerdicts(out, lines);
    return writeSheet(parser.value(QStringLiteral("sheet")).toStdString(), rows, methods) ? 0 : 1;
}
