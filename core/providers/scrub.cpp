#include "core/providers/scrub.h"

namespace nb::providers {

QString scrubbed(const QString& text, const QByteArray& secret, qsizetype maxLength) {
    QString clean = text;
    if (!secret.isEmpty()) {
        // Keys are ASCII, so the mark can never be taken for one, however often a text is scrubbed.
        const QString mark = QStringLiteral("[•••]");
        const QByteArray base64 = secret.toBase64(QByteArray::OmitTrailingEquals);
        const QByteArray escaped = QByteArray(secret).replace("/", "\\/"); // as JSON may write it
        for (const QByteArray& form : {secret, secret.toPercentEncoding(), base64, escaped})
            clean.replace(QString::fromUtf8(form), mark, Qt::CaseInsensitive);
    }
    for (QChar& c : clean)
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = u' ';
    clean = clean.simplified();
    if (clean.size() > maxLength) {
        // A cut between the halves of a surrogate pair would leave text that is no UTF-16.
        qsizetype end = maxLength - 1;
        if (clean.at(end - 1).isHighSurrogate())
            --end;
        clean = clean.first(end) + u'…';
    }
    return clean;
}

} // namespace nb::providers
