#pragma once

#include "mooring/api/creators/answers.hpp"
#include "mooring/api/creators/body.hpp"
#include "mooring/api/creators/call.hpp"

namespace mooring::api::creators {

// One function per operation of operations.hpp, by the file that holds it.

// episodes.cpp
Answer episode_number(const Call& call);
Answer episode_overview(const Call& call);
Answer create_episode(const Call& call, const Body& body);
Answer create_episode_by_station(const Call& call, const Body& body);
Answer update_episode(const Call& call, const Body& body);
Answer publish_episode(const Call& call, const Body& body);
Answer delete_episode(const Call& call, const Body& body);

// disclosure.cpp
Answer is_sponsored(const Call& call);
Answer set_sponsored(const Call& call, const Body& body);
Answer disclosure_forms(const Call& call);
Answer disclosure_form(const Call& call);

// episode_lists.cpp
Answer episode_page(const Call& call);
Answer episode_list(const Call& call);
Answer refresh_episode_index(const Call& call, const Body& body);
Answer featured_episode(const Call& call);
Answer host_recommendations(const Call& call);

// stations.cpp
Answer station_metadata(const Call& call);
Answer set_station_metadata(const Call& call, const Body& body);
Answer category_options(const Call& call);
Answer legacy_ids(const Call& call);
Answer station_profile(const Call& call);
Answer set_slug(const Call& call, const Body& body);
Answer station_list(const Call& call);

// distribution.cpp
Answer station_distribution(const Call& call);
Answer user_distribution(const Call& call);
Answer set_user_distribution(const Call& call, const Body& body);

// accounts.cpp
Answer region(const Call& call);
Answer verification(const Call& call);
Answer terms(const Call& call);
Answer partner_ids(const Call& call, const Body& body);
Answer onboarding_redirect(const Call& call);
Answer onboarding_steps(const Call& call);

// money.cpp
Answer money_lifecycle(const Call& call, const Body& body);
Answer paywall_state(const Call& call);
Answer wallet_availability(const Call& call);
Answer wallet(const Call& call);
Answer paywalls(const Call& call);

// pictures.cpp
Answer cover_colours(const Call& call, const Body& body);
Answer begin_episode_picture(const Call& call);
Answer submit_episode_picture(const Call& call, const Body& body);
Answer poll_episode_picture(const Call& call);
Answer begin_station_picture(const Call& call);
Answer submit_station_picture(const Call& call, const Body& body);
Answer poll_station_picture(const Call& call);

// media_uploads.cpp
Answer begin_media(const Call& call);
Answer submit_media(const Call& call, const Body& body);
Answer poll_media(const Call& call);

// library.cpp: audio without an episode, the old way
Answer begin_library_audio(const Call& call);
Answer submit_library_audio(const Call& call, const Body& body);
Answer old_upload_status(const Call& call);
Answer audio_library(const Call& call);
Answer create_from_library(const Call& call, const Body& body);

// old_episodes.cpp
Answer old_episode(const Call& call);
Answer old_episode_editor(const Call& call);
Answer episode_dump(const Call& call);
Answer old_metadata(const Call& call);
Answer order_audio(const Call& call, const Body& body);

// videos.cpp
Answer episode_video(const Call& call);
Answer set_episode_video(const Call& call, const Body& body);

// open_episodes.cpp: what strangers may ask
Answer public_episode(const Call& call);
Answer download_audio(const Call& call);

// old_sign_in.cpp
http::Response csrf_token(const Services& services, const http::Request& request);
void old_sign_in(const Services& services, const http::Request& request, const Body& body, people::Done done);

}  // namespace mooring::api::creators
