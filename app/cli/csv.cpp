#include "app/cli/csv.h"

#include <algorithm>
#include <utility>

namespace nb::app {
namespace {

bool isLineEnd(QChar c) {
    return c == QLatin1Char('\n') || c == QLatin1Char('\r');
}

QStringView firstLine(const QString& text) {
    const auto* const end = std::ranges::find_if(std::as_const(text), isLineEnd);
    return QStringView(text).first(end - text.cbegin());
}

class Reader {
public:
    Reader(const QString& text, QChar separator) : m_text(text) { m_table.separator = separator; }

    CsvTable read() {
        if (namedSeparator(m_text))
            m_at = firstLine(m_text).size();
        for (; m_at < m_text.size() && !m_table.error; ++m_at)
            m_quoted ? inQuotes(m_text[m_at]) : outsideQuotes(m_text[m_at]);
        if (m_quoted)
            fail(m_quoteLine, QStringLiteral("the quote that begins here does not end"));
        if (!m_table.error)
            endRecord();
        return std::move(m_table);
    }

private:
    void inQuotes(QChar c) {
        if (isLineEnd(c)) {
            passLineEnd(c);
            m_field += QLatin1Char('\n');
        } else if (c != QLatin1Char('"')) {
            m_field += c;
        } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == QLatin1Char('"')) {
            m_field += c;
            ++m_at;
        } else {
            m_quoted = false;
            m_afterQuote = true;
        }
    }

    void outsideQuotes(QChar c) {
        if (c == m_table.separator) {
            endField();
        } else if (isLineEnd(c)) {
            endRecord();
            passLineEnd(c);
            m_recordLine = m_line;
        } else if (m_afterQuote) {
            if (!c.isSpace())
                fail(m_line,
                     QStringLiteral("there is text after a closing quote; a quote that belongs to the text "
                                    "is written twice"));
        } else if (c == QLatin1Char('"') && QStringView(m_field).trimmed().isEmpty()) {
            m_field.clear();
            m_quoted = true;
            m_quoteLine = m_line;
        } else {
            m_field += c;
        }
    }

    // CR LF is one.
    void passLineEnd(QChar c) {
        if (c == QLatin1Char('\r') && m_at + 1 < m_text.size() && m_text[m_at + 1] == QLatin1Char('\n'))
            ++m_at;
        ++m_line;
    }

    void endField() {
        m_record.append(std::exchange(m_field, {}));
        m_afterQuote = false;
    }

    void endRecord() {
        endField();
        if (!std::ranges::all_of(m_record, [](const QString& field) { return field.trimmed().isEmpty(); }))
            m_table.records.push_back({m_recordLine, m_record});
        m_record.clear();
    }

    void fail(int line, const QString& what) {
        m_table.error =
            Error{ErrorCode::InvalidArgument, QStringLiteral("line %1: %2").arg(QString::number(line), what)};
    }

    const QString& m_text;
    qsizetype m_at = 0;
    int m_line = 1;
    int m_recordLine = 1;
    int m_quoteLine = 0;
    bool m_quoted = false;
    bool m_afterQuote = false;
    QString m_field;
    QStringList m_record;
    CsvTable m_table;
};

} // namespace

std::optional<QChar> namedSeparator(const QString& text) {
    QStringView line = firstLine(text);
    if (line.size() > 2 && line.front() == QLatin1Char('"') && line.back() == QLatin1Char('"'))
        line = line.sliced(1, line.size() - 2);
    constexpr qsizetype kPrefixLength = 4;
    if (line.size() == kPrefixLength + 1 && line.startsWith(QLatin1String("sep="), Qt::CaseInsensitive))
        return line.back();
    return std::nullopt;
}

CsvTable parseCsv(const QString& text, QChar separator) {
    return Reader(text, separator).read();
}

} // namespace nb::app
