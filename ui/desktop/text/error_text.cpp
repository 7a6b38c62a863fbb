#include "ui/desktop/text/error_text.h"

#include <QCoreApplication>

namespace nb::desktop {
namespace {

// English; translated in the context "ErrorText".
const char* sentence(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
        return QT_TRANSLATE_NOOP("ErrorText", "Something that was entered cannot be used.");
    case ErrorCode::UnreadableImage:
        return QT_TRANSLATE_NOOP("ErrorText", "The file is no picture that can be read, or it is damaged.");
    case ErrorCode::UnsupportedFormat:
        return QT_TRANSLATE_NOOP("ErrorText", "Files of this kind are not supported.");
    case ErrorCode::ImageTooLarge:
        return QT_TRANSLATE_NOOP("ErrorText", "The picture is too large.");
    case ErrorCode::ImageTooSmall:
        return QT_TRANSLATE_NOOP("ErrorText", "The picture is too small.");
    case ErrorCode::MaskSizeMismatch:
        return QT_TRANSLATE_NOOP("ErrorText", "The mask is not of the picture's size.");
    case ErrorCode::MaskEmpty:
        return QT_TRANSLATE_NOOP("ErrorText", "Nothing is selected.");
    case ErrorCode::MaskWithoutAlpha:
        return QT_TRANSLATE_NOOP("ErrorText", "The mask has no transparency that could be the selection.");
    case ErrorCode::FileUnreadable:
        return QT_TRANSLATE_NOOP("ErrorText", "The file cannot be read.");
    case ErrorCode::FileUnwritable:
        return QT_TRANSLATE_NOOP("ErrorText", "The file cannot be written.");
    case ErrorCode::ProviderUnavailable:
        return QT_TRANSLATE_NOOP("ErrorText", "The service cannot be reached.");
    case ErrorCode::ProviderRefusedKey:
        return QT_TRANSLATE_NOOP("ErrorText", "The service does not accept the key.");
    case ErrorCode::ProviderRejected:
        return QT_TRANSLATE_NOOP("ErrorText", "The service refuses this edit.");
    case ErrorCode::ProviderUnusable:
        return QT_TRANSLATE_NOOP("ErrorText", "The service answered with nothing that can be used.");
    case ErrorCode::ProviderQuotaUsedUp:
        return QT_TRANSLATE_NOOP("ErrorText", "The quota at the service is used up.");
    case ErrorCode::ProviderBusy:
        return QT_TRANSLATE_NOOP("ErrorText", "The service is busy.");
    case ErrorCode::Overloaded:
        return QT_TRANSLATE_NOOP("ErrorText", "This computer is busy.");
    case ErrorCode::DeadlineExceeded:
        return QT_TRANSLATE_NOOP("ErrorText", "It took longer than the time limit.");
    case ErrorCode::Cancelled:
        return QT_TRANSLATE_NOOP("ErrorText", "It was cancelled.");
    case ErrorCode::OutOfMemory:
        return QT_TRANSLATE_NOOP("ErrorText", "There is not enough memory.");
    case ErrorCode::Malformed:
    case ErrorCode::VersionNotSupported:
    case ErrorCode::MethodNotImplemented:
    case ErrorCode::MethodNotAllowed:
    case ErrorCode::TargetNotFound:
    case ErrorCode::TargetTooLong:
    case ErrorCode::HeadersTooLarge:
    case ErrorCode::LengthRequired:
    case ErrorCode::BodyTooLarge:
    case ErrorCode::UnsupportedMediaType:
    case ErrorCode::ExpectationFailed:
    case ErrorCode::RequestTimeout:
    case ErrorCode::Unauthenticated:
    case ErrorCode::Forbidden:
    case ErrorCode::RateLimited:
    case ErrorCode::Internal:
        break;
    }
    return QT_TRANSLATE_NOOP("ErrorText", "Something went wrong inside the program.");
}

QString withFullStop(const QString& text) {
    const QString trimmed = text.trimmed();
    const bool needsStop = !trimmed.isEmpty() && !trimmed.endsWith(QLatin1Char('.'));
    return needsStop ? trimmed + QLatin1Char('.') : trimmed;
}

} // namespace

QString errorText(const Error& error, const QString& advice) {
    const QString message = withFullStop(error.message);
    const QString english = QString::fromUtf8(sentence(error.code));
    const QString translated = QCoreApplication::translate("ErrorText", sentence(error.code));
    // In English the message replaces the sentence: it is more exact.
    const QString first = translated == english && !message.isEmpty() ? message : translated;
    QString text = advice.isEmpty() ? first : first + QLatin1Char(' ') + advice;
    if (first != message && !message.isEmpty())
        text += QLatin1Char('\n') + message;
    return text;
}

QString unusedSettingsText(const QStringList& faults) {
    return QCoreApplication::translate(
               "ErrorText",
               "These settings of the environment cannot be used, and the studio goes on without them:") +
           QLatin1Char('\n') + faults.join(QLatin1Char('\n'));
}

} // namespace nb::desktop
