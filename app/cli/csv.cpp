#include "app/cli/csv.h"

namespace nb::app {
namespace {

class Reader {
public:
    explicit Reader(const QString& text) : m_text(text) {}

    Result<std::vector<QStringList>> read() {
        for (m_at = 0; m_at < m_text.size(); ++m_at)
            m_quoted ? inQuotes(m_text[m_at]) : outsideQuotes(m_text[m_at]);
        if (m_quoted)
            return Error{ErrorCode::InvalidArgument,
                         QStringLiteral("The quote that begins on line %1 does not end").arg(m_quoteLine)};
        endRecord();
        return std::move(m_records);
    }

private:
    void inQuotes(QChar c) {
        if (c != QLatin1Char('"')) {
            m_line += c == QLatin1Char('\n');
            m_field += c;
        } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == QLatin1Char('"')) {
            m_field += c;
            ++m_at;
        } else {
            m_quoted = false;
        }
    }

    void outsideQuotes(QChar c) {
        if (c == QLatin1Char('"') && m_field.isEmpty()) {
            m_quoted = true;
            m_quoteLine = m_line;
        } else if (c == QLatin1Char(',')) {
            endField();
        } else if (c == QLatin1Char('\n')) {
            endRecord();
            ++m_line;
        } else if (c != QLatin1Char('\r')) {
            m_field += c;
        }
    }

    void endField() { m_record.append(std::exchange(m_field, {})); }

    void endRecord() {
        endField();
        const bool blank = m_record.size() == 1 && m_record.constFirst().trimmed().isEmpty();
        if (!blank)
            m_records.push_back(m_record);
        m_record.clear();
    }

    const QString& m_text;
    qsizetype m_at = 0;
    int m_line = 1;
    int m_quoteLine = 0;
    bool m_quoted = false;
    QString m_field;
    QStringList m_record;
    std::vector<QStringList> m_records;
};

} // namespace

Result<std::vector<QStringList>> parseCsv(const QString& text) {
    return Reader(text.startsWith(QChar(QChar::ByteOrderMark)) ? text.mid(1) : text).read();
}

} // namespace nb::app
