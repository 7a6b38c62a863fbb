#pragma once
// The records of a recovery log as bytes. Not for the outside: core/recovery/recovery.h is what others use.
// What is read may be damaged in ways that a checksum does not show (another version, another machine): every
// reader says whether it made sense.

#include "core/recovery/recovery.h"
#include <QByteArray>
#include <optional>

namespace nb::recovery {

inline constexpr int kVersion = 1;

// As it is written on the disk.
struct RecordKind {
    enum : quint32 { State = 1, Picture, Rows, Mask, Pixels, Result, Order };
};

[[nodiscard]] QByteArray stateRecord(const RecoveryState& state);
std::optional<RecoveryState> readState(const QByteArray& bytes);

// Size, type and metadata; the samples follow as Rows.
[[nodiscard]] QByteArray pictureRecord(const image::Picture& picture);
std::optional<QSize> readPictureSize(const QByteArray& bytes);
// Samples are allocated, not set. nullopt also if the picture is larger than `maxBytes`.
std::optional<image::Picture> readPicture(const QByteArray& bytes, qint64 maxBytes);

[[nodiscard]] QByteArray maskRecord(const std::vector<MaskPiece>& pieces);
bool replayMask(const QByteArray& bytes, mask::Mask& mask);

// The samples as PNG.
Result<QByteArray> pixelsRecord(const project::Patch& patch);
bool replayPixels(const QByteArray& bytes, image::Picture& picture);

Result<QByteArray> resultRecord(const project::Layer& layer);
std::optional<project::Layer> readResult(const QByteArray& bytes, const image::Picture& picture);

[[nodiscard]] QByteArray orderRecord(const QStringList& ids);
std::optional<QStringList> readOrder(const QByteArray& bytes);

} // namespace nb::recovery
