#include "app/cli/built_in_page.h"
#include <QDirIterator>
#include <QResource>

#ifdef NB_HAS_PAGE
// Outside of a namespace, as the macro asks.
static void loadPage() {
    Q_INIT_RESOURCE(page);
}
#else
static void loadPage() {}
#endif

namespace nb::app {

namespace {

// Empty if there is no such resource. Stored as it is: the build has compressed what is to be.
QByteArray bytesOf(const QString& resource) {
    const QResource found(resource);
    return found.isValid()
               ? QByteArray::fromRawData(reinterpret_cast<const char*>(found.data()), found.size())
               : QByteArray();
}

} // namespace

server::PageFiles builtInPage() {
    loadPage();
    const QString root = QStringLiteral(":/page/");
    const QString gzip = QStringLiteral(".gz"), brotli = QStringLiteral(".br");
    server::PageFiles files;
    QDirIterator all(root, QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString resource = all.next();
        if (resource.endsWith(gzip) || resource.endsWith(brotli))
            continue; // a copy of another one
        files.append(server::pageFile(resource.mid(root.size()).toLatin1(), bytesOf(resource),
                                      bytesOf(resource + gzip), bytesOf(resource + brotli)));
    }
    return files;
}

} // namespace nb::app
