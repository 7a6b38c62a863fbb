#include "ui/desktop/text/error_words.h"

#include <QCoreApplication>

namespace nb::desktop {
namespace {

// English; translated in the context "ErrorWords".
const char* sentence(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
        return QT_TRANSLATE_NOOP("ErrorWords", "Something that was entered cannot be used.");
    case ErrorCode::UnreadableImage:
        return QT_TRANSLATE_NOOP("ErrorWords", "The file is no picture that can be read, or it is damaged.");
    case ErrorCode::UnsupportedFormat:
        return QT_TRANSLATE_NOOP("ErrorWords", "Files of this kind are not supported.");
    case ErrorCode::ImageTooLarge:
        return QT_TRANSLATE_NOOP("ErrorWords", "The picture is too large.");
    case ErrorCode::ImageTooSmall:
        return QT_TRANSLATE_NOOP("ErrorWords", "The picture is too small.");
    case ErrorCode::MaskSizeMismatch:
        return QT_TRANSLATE_NOOP("ErrorWords", "The mask is not of the picture's size.");
    case ErrorCode::MaskEmpty:
        return QT_TRANSLATE_NOOP("ErrorWords", "Nothing is selected.");
    case ErrorCode::MaskWithoutAlpha:
        return QT_TRANSLATE_NOOP("ErrorWords", "The mask has no transparency that could be the selection.");
    case ErrorCode::FileUnreadable:
        return QT_TRANSLATE_NOOP("ErrorWords", "The file cannot be read.");
    case ErrorCode::FileUnwritable:
        return QT_TRANSLATE_NOOP("ErrorWords", "The file cannot be written.");
    case ErrorCode::ProviderUnavailable:
        return QT_TRANSLATE_NOOP("ErrorWords", "The service cannot be reached.");
    case ErrorCode::ProviderRefusedKey:
        return QT_TRANSLATE_NOOP("ErrorWords", "The service does not accept the key.");
    case ErrorCode::ProviderRejected:
        return QT_TRANSLATE_NOOP("ErrorWords", "The service refuses this edit.");
    case ErrorCode::ProviderUnusable:
        return QT_TRANSLATE_NOOP("ErrorWords", "The service answered with nothing that can be used.");
    case ErrorCode::ProviderBusy:
        return QT_TRANSLATE_NOOP("ErrorWords", "The service is busy.");
    case ErrorCode::Overloaded:
        return QT_TRANSLATE_NOOP("ErrorWords", "This computer is busy.");
    case ErrorCode::DeadlineExceeded:
        return QT_TRANSLATE_NOOP("ErrorWords", "It took longer than the time limit.");
    case ErrorCode::Cancelled:
        return QT_TRANSLATE_NOOP("ErrorWords", "It was cancelled.");
    case ErrorCode::OutOfMemory:
        return QT_TRANSLATE_NOOP("ErrorWords", "There is not enough memory.");
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
    return QT_TRANSLATE_NOOP("ErrorWords", "Something went wrong inside the program.");
}

QString ended(const QString& text) {
    const QString trimmed = text.trimmed();
    const bool needsStop = !trimmed.isEmpty() && !trimmed.endsWith(QLatin1Char('.'));
    return needsStop ? trimmed + QLatin1Char('.') : trimmed;
}

} // namespace

QString errorWords(const Error& error, const QString& advice) {
    const QString message = ended(error.message);
    const QString english = QString::fromUtf8(sentence(error.code));
    const QString translated = QCoreApplication::translate("ErrorWords", sentence(error.code));
    // The message says more than the sentence, to who reads its language.
    const QString first = translated == english && !message.isEmpty() ? message : translated;
    QString words = advice.isEmpty() ? first : first + QLatin1Char(' ') + advice;
    if (first != message && !message.isEmpty())
        words += QLatin1Char('\n') + message;
    return words;
}

} // namespace nb::desktop
