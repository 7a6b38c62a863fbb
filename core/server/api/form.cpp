#include "core/server/api/form.h"
#include "core/server/http/error_response.h"
#include <QHash>
#include <QRegularExpression>
#include <QStringDecoder>
#include <cmath>

namespace nb::server {

namespace {

class FormReader {
public:
    explicit FormReader(const QList<Part>& parts) {
        for (const Part& part : parts)
            add(part);
    }

    Result<EditForm> read() {
        EditForm form;
        form.image = file(QStringLiteral("image"));
        form.mask = file(QStringLiteral("mask"));
        readPrompt(form.parameters);
        readSeed(form.parameters);
        readNumber(QStringLiteral("strength"), form.parameters.strength, &edit::validStrength);
        readNumber(QStringLiteral("guidance_scale"), form.parameters.guidanceScale,
                   &edit::validGuidanceScale);
        readSwitch(QStringLiteral("preserve_unmasked"), form.parameters.preserveUnmasked);
        if (!m_problems.isEmpty())
            return fieldError(m_problems);
        return form;
    }

private:
    void addProblem(const QString& field, const QString& message, const QString& type) {
        m_problems.append({field, message, type});
    }

    void addProblem(const Error& error) { addProblem(error.field, error.message, errorName(error.code)); }

    void add(const Part& part) {
        const QString name = QString::fromUtf8(part.name).left(64);
        const bool wantsFile = name == QLatin1String("image") || name == QLatin1String("mask");
        if (m_parts.contains(name))
            addProblem(name, QStringLiteral("The field is there more than once"),
                       QStringLiteral("repeated_field"));
        else if (part.isFile && !wantsFile)
            addProblem(name,
                       QStringLiteral("There is no file field of this name; the files are image and mask"),
                       QStringLiteral("unknown_file"));
        else if (!part.isFile && wantsFile)
            addProblem(name,
                       QStringLiteral("%1 must be a file, which a form sends with a filename").arg(name),
                       QStringLiteral("not_a_file"));
        m_parts.insert(name, part.content);
    }

    QByteArray file(const QString& name) {
        if (!m_parts.contains(name))
            addProblem(name, QStringLiteral("%1 is required").arg(name), QStringLiteral("missing"));
        else if (m_parts.value(name).isEmpty())
            addProblem(name, QStringLiteral("%1 is an empty file").arg(name), QStringLiteral("empty_file"));
        return m_parts.value(name);
    }

    // Empty counts as absent: that is how browsers send a field that was left blank.
    QString text(const QString& name) const { return QString::fromUtf8(m_parts.value(name)).trimmed(); }

    void readPrompt(edit::Parameters& parameters) {
        const QString name = QStringLiteral("prompt");
        if (!m_parts.contains(name)) {
            addProblem(name, QStringLiteral("prompt is required"), QStringLiteral("missing"));
            return;
        }
        QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString decoded = utf8(m_parts.value(name));
        if (utf8.hasError()) {
            addProblem(name, QStringLiteral("prompt is not valid UTF-8"), QStringLiteral("invalid_utf8"));
            return;
        }
        if (const Result<QString> prompt = edit::validPrompt(decoded))
            parameters.prompt = *prompt;
        else
            addProblem(prompt.error());
    }

    void readSeed(edit::Parameters& parameters) {
        const QString value = text(QStringLiteral("seed"));
        if (value.isEmpty())
            return;
        static const QRegularExpression whole(QStringLiteral("\\A[+-]?[0-9]{1,18}\\z"));
        if (!whole.match(value).hasMatch()) {
            addProblem(QStringLiteral("seed"),
                       QStringLiteral("seed must be a whole number from 0 to %1").arg(edit::kMaxSeed),
                       QStringLiteral("not_an_integer"));
            return;
        }
        const qint64 seed = value.toLongLong();
        if (const Result<> valid = edit::validSeed(seed); !valid)
            addProblem(valid.error());
        else
            parameters.seed = static_cast<int>(seed);
    }

    void readNumber(const QString& name, double& target, Result<> (*check)(double)) {
        const QString value = text(name);
        if (value.isEmpty())
            return;
        static const QRegularExpression decimal(
            QStringLiteral("\\A[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?\\z"));
        bool ok = decimal.match(value).hasMatch() && value.size() <= 64;
        const double number = ok ? value.toDouble(&ok) : 0;
        if (!ok || !std::isfinite(number)) {
            addProblem(name, QStringLiteral("%1 must be a decimal number, with a point").arg(name),
                       QStringLiteral("not_a_number"));
            return;
        }
        if (const Result<> valid = check(number); !valid)
            addProblem(valid.error());
        else
            target = number;
    }

    void readSwitch(const QString& name, bool& target) {
        const QString value = text(name).toLower();
        if (value.isEmpty())
            return;
        static const QStringList on{QStringLiteral("true"), QStringLiteral("1"), QStringLiteral("yes"),
                                    QStringLiteral("on")};
        static const QStringList off{QStringLiteral("false"), QStringLiteral("0"), QStringLiteral("no"),
                                     QStringLiteral("off")};
        if (!on.contains(value) && !off.contains(value))
            addProblem(name, QStringLiteral("%1 must be true or false").arg(name),
                       QStringLiteral("not_a_boolean"));
        else
            target = on.contains(value);
    }

    QHash<QString, QByteArray> m_parts;
    QList<FieldProblem> m_problems;
};

} // namespace

Result<EditForm> readEditForm(const QList<Part>& parts) {
    return FormReader(parts).read();
}

} // namespace nb::server
