#include "core/storage/file_identity.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <linux/fs.h>
#include <optional>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

namespace nb::storage {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxLinks = 40;              // as the kernel's
constexpr int kEntriesLookedAt = 1000;     // of a folder, for one with a letter in its name
constexpr long kCaseFoldFlag = 0x40000000; // FS_CASEFOLD_FL, which older headers do not have

QByteArray nodeKey(const struct stat& status) {
    return QByteArray::number(static_cast<qulonglong>(status.st_dev)) + ':' +
           QByteArray::number(static_cast<qulonglong>(status.st_ino));
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string withOtherCase(std::string name) {
    for (char& c : name)
        if (isLetter(c))
            c = static_cast<char>(c ^ 0x20);
    return name;
}

// Whether an entry that is there answers to its name in the other case as well; nothing = it cannot tell.
std::optional<bool> answersToOtherCase(const FilePath& entry) {
    const std::string name = entry.filename().native();
    struct stat own {};
    struct stat other {};
    if (std::ranges::none_of(name, isLetter) || ::lstat(entry.c_str(), &own) != 0)
        return std::nullopt;
    const FilePath flipped = entry.parent_path() / withOtherCase(name);
    if (::lstat(flipped.c_str(), &other) != 0)
        return errno == ENOENT ? std::optional<bool>(false) : std::nullopt;
    if (nodeKey(own) != nodeKey(other))
        return false;
    // A second hard link may have that name.
    return S_ISDIR(own.st_mode) || own.st_nlink == 1 ? std::optional<bool>(true) : std::nullopt;
}

std::optional<bool> byItsEntries(const FilePath& folder) {
    std::error_code error;
    int looked = 0;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (const std::optional<bool> answer = answersToOtherCase(entry->path()))
            return answer;
        if (++looked == kEntriesLookedAt)
            break;
    }
    return std::nullopt;
}

bool byItsFileSystem(const FilePath& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    long flags = 0;
    const bool folds = ::ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 && (flags & kCaseFoldFlag) != 0;
    struct statfs system {};
    const bool known = ::fstatfs(fd, &system) == 0;
    ::close(fd);
    // FAT, exFAT, CIFS, SMB2, HFS, HFS+.
    static constexpr std::array<quint32, 6> kIgnoring{0x4d44,     0x2011BAB0, 0xFF534D42,
                                                      0xFE534D42, 0x4244,     0x482b};
    return folds ||
           (known && std::ranges::find(kIgnoring, static_cast<quint32>(system.f_type)) != kIgnoring.end());
}

// Absolute, links of the folders followed as far as they are there, without a slash at the end.
FilePath resolved(const FilePath& path) {
    std::error_code error;
    const FilePath whole = withoutDanglingLink(path);
    FilePath result = fs::weakly_canonical(whole, error);
    if (error || result.empty())
        result = fs::absolute(whole, error).lexically_normal();
    // A path of which nothing is there yet stays relative.
    if (!result.is_absolute())
        result = fs::absolute(result, error).lexically_normal();
    return result.has_filename() ? result : result.parent_path();
}

} // namespace

FilePath withoutDanglingLink(FilePath path) {
    std::error_code error;
    for (int i = 0; i < kMaxLinks && fs::is_symlink(path, error) && !fs::exists(path, error); ++i) {
        const FilePath target = fs::read_symlink(path, error);
        if (error)
            break;
        path = path.parent_path() / target; // an absolute target replaces the folder
    }
    return path;
}

bool ignoresCase(const FilePath& folder) {
    if (const std::optional<bool> answer = byItsEntries(folder))
        return *answer;
    if (byItsFileSystem(folder))
        return true;
    // Empty: it does as the folder does in which it lies, on the same file system.
    struct stat own {};
    struct stat above {};
    const FilePath parent = folder.parent_path();
    if (parent == folder || ::stat(folder.c_str(), &own) != 0 || ::stat(parent.c_str(), &above) != 0 ||
        own.st_dev != above.st_dev)
        return false;
    return answersToOtherCase(folder).value_or(false);
}

bool FileIdentity::ignoresCase(const FilePath& folder, const QByteArray& node) {
    const auto known = m_ignoresCase.find(node);
    if (known != m_ignoresCase.end())
        return known->second;
    return m_ignoresCase[node] = storage::ignoresCase(folder);
}

FileKeys FileIdentity::of(const FilePath& path) {
    FileKeys keys;
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) {
        keys.node = nodeKey(status);
        keys.oneName = S_ISREG(status.st_mode) && status.st_nlink == 1;
    }
    // The name below the nearest folder that is there, which has an identity.
    FilePath folder = resolved(path);
    FilePath rest;
    do {
        rest = rest.empty() ? folder.filename() : folder.filename() / rest;
        folder = folder.parent_path();
    } while (folder.has_relative_path() && ::stat(folder.c_str(), &status) != 0);
    if (::stat(folder.c_str(), &status) != 0)
        status = {};
    const QByteArray folderNode = nodeKey(status);
    QByteArray name = QByteArray::fromStdString(rest.native());
    if (ignoresCase(folder, folderNode) && isUtf8(rest))
        name = QString::fromUtf8(name).normalized(QString::NormalizationForm_C).toCaseFolded().toUtf8();
    keys.name = folderNode + '/' + name;
    return keys;
}

} // namespace nb::storage
