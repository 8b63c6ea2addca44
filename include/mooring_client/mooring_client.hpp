#pragma once

// Everything of the client library.

#include "mooring_client/anchor.hpp"
#include "mooring_client/answer.hpp"
#include "mooring_client/creators.hpp"
#include "mooring_client/http.hpp"
#include "mooring_client/publishing.hpp"
#include "mooring_client/rest.hpp"
#include "mooring_client/result.hpp"
#include "mooring_client/retry.hpp"
#include "mooring_client/sign_in.hpp"
#include "mooring_client/spotify.hpp"
#include "mooring_client/timing.hpp"
#include "mooring_client/typed.hpp"
#include "mooring_client/version.hpp"
#include "mooring_client/webapi.hpp"
