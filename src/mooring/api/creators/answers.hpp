#pragma once

#include "mooring/api/anchor/answers.hpp"

namespace mooring::api::creators {

// Refusals and answers have the shape of all families at these addresses.
using anchor::Answer;
using anchor::Checked;
using anchor::completed;
using anchor::error_answer;
using anchor::invalid_field;
using anchor::json_answer;
using anchor::missing_field;
using anchor::missing_query;
using anchor::not_found;
using anchor::Refusal;
using anchor::refusal_of;

}  // namespace mooring::api::creators
