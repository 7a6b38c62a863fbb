// Draws an SVG into a square PNG, whose folder it makes, while the project is built.
// Usage: render_icon icon.svg size output.png

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <cstdio>

int main(int argc, char* argv[]) {
    const int size = argc == 4 ? QByteArray(argv[2]).toInt() : 0;
    if (size <= 0) {
        std::fputs("usage: render_icon icon.svg size output.png\n", stderr);
        return 2;
    }
    QSvgRenderer icon(QString::fromLocal8Bit(argv[1]));
    QImage picture(size, size, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    icon.render(&painter);
    painter.end();
    const QString output = QString::fromLocal8Bit(argv[3]);
    const bool isDone =
        icon.isValid() && QDir().mkpath(QFileInfo(output).path()) && picture.save(output, "PNG");
    if (!isDone)
        std::fprintf(stderr, "render_icon: cannot draw %s into %s\n", argv[1], argv[3]);
    return isDone ? 0 : 1;
}
