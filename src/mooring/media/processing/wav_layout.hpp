#pragma once

#include "mooring/base/result.hpp"
#include "mooring/media/byte_source.hpp"

namespace mooring::media::processing {

/// True when the samples of a WAV or RF64 should go on beyond the end of the file. A size of nothing or of all ones is
/// what a recorder writes that does not know it yet, and no sign of a cut. Looks at 1,000 chunks at most.
/// Errors: unavailable. Source: EBU Tech 3306.
Result<bool> is_wav_cut_off(ByteSource& source);

}  // namespace mooring::media::processing
