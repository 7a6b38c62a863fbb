#pragma once
// Result<T>: a T or an Error. A wrapper around tl::expected that is [[nodiscard]], so that ignoring a Result
// is a compiler warning everywhere.

#include "core/base/error.h"
#include <tl/expected.hpp>
#include <utility>

namespace nb {

template <class T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
    using Base = tl::expected<T, Error>;

public:
    using Base::Base;
    Result() = default;
    Result(const Base& other) : Base(other) {}
    Result(Base&& other) noexcept : Base(std::move(other)) {}
    Result(Error error) : Base(tl::unexpect, std::move(error)) {}
};

} // namespace nb
