#include "client/spotify_operations.hpp"

#include <algorithm>
#include <array>

namespace mooring_client {
namespace {

constexpr std::string_view shell = "podcasters-shell-app";
constexpr std::string_view site = "public-website";
constexpr std::string_view analytics = "microfrontend-analytics";

// Source: persisted-operations.json, group "client".
constexpr Operation registered[]{
    {"getUserMetadata", "f8e54c8841602e6a1712b02776a70c289bc3f1e8661b77c8ddea6e5912ee4287", site},
    {"WebGetUserShows", "e5b72190d76dacc4d93ac4c01489f33116e7885890c95241f2f3ede11d9eca11", site},
    {"getShowsForUser", "95c6ed0306a2e7fe00f00563a5a3beb6a58797ddf74da833be0b77c29283be62", analytics},
    {"WebGetUserAndShows", "cf421f56b9ab0910269f4029e7f7fbc5097fb73f7687b7927ffcd5064f2aaf21", shell},
    {"WebGetUserRegistration", "ce98ffc51a07f15df4dcce6c40ed0dc320471e0f29ef28f7fe651252e191aec2", site},
    {"WebGetExternalPartnerId", "4f46a6d85e4ff29760dfe7b93050d2fd6dfccb7d5ea45bf718fd1d968dbeb826", shell},
    {"WebGetShowTypeByUri", "aecbba024ed4d62919387f7d45ae102537a0f8c58e9f6d48503cbfe4b1046247", shell},
    {"WebGetMonetizationLifecycleState", "707ff5526827a68b07435ea9c39039cf1b6eceb2ff24abc3da432df8cbf09672", shell},
    {"getShowOverviewStatsNRT", "73886721739bbcad6b416a18cfa750250e5039077be0f383a77172f456d0ee39", site},
    {"getShowAllPlatformsStatsNRT", "a305842e6b2c6ad04a4e568e3bf45b3fcbfe2c85aa484f14a2df94446467492c", analytics},
    {"getShowClips", "e568e6b1bc1844bc27b5e0262947926ed4b2e7a29e6911604e47cf9b8a1e2dbd", site},
    {"getShowOnSpotifyStats", "9910af3f474a8733f79e04f58ccb81a78c0065737bae17c3ce670f77e1216c37", analytics},
    {"getShowOnSpotifyStatsNRT", "1b45317a124d159de6a8c030d87b2968ced224b301f025268a3783db7d844a18", analytics},
    {"getShowAudienceAllPlatformsGeoStats", "88fcde1673093a27d5915209d861d2413902f322a0a672478ae823fc957319c7",
     analytics},
    {"getShowAudienceDemographicsStats", "f5d7195822edfd4796a97674cea46bc0015da7a795aba849eb410139d4b40573", analytics},
    {"getShowAudienceAllPlatformsStats", "ee86edbac9d7f0dbc587b10a778658e3097b30826705ba237f9755dfd2a47e3a", analytics},
    {"getShowImpressionsTrendStats", "25ef2a881e05475ba547183a4b971d277f474be95861dc1c24fdc9a13ff6f530", analytics},
    {"getShowImpressionsSourcesStats", "e773c8e6a388a69f29b405d13642187c871127f61ca0520a69087775e2abff42", analytics},
    {"getShowAudienceDiscoveryStats", "9bdb7a5a1fa5d456939344b349cdbeca2676321093a8e3059749e952461e1e74", analytics},
    {"getShowTopEpisodes", "7f0f4dc6869de6c2fa05e08850d87d12b3b3a0fb44792b852bfbc74bad4fcf0e", analytics},
    {"WebGetIndexedEpisodeList", "3788960e6d466f984f2f8349eece3894d818eb2ade198ef5294b92a86fe963d2", site},
    {"getEpisodeMetadataForAnalytics", "9c887e38027a9b121ca64a4600f2ad1b82b74108a0d4cd61bc2372d300f5f800", site},
    {"getEpisodePerformanceAllTime", "55201900cdba8c65ac62dfeb48a3ad38a595206e9130e3b56e010ea5add906a0", site},
    {"getEpisodeStreamsAndDownloads", "b798bdc1367bdbc805b520d0103db981ad9fe7c602eedb187e9434351c969737", site},
    {"getEpisodePlaysTotal", "c888657ba7e5e9169561123aa5b7b4001110049b17fd9204c11c52f8e28b7e96", site},
    {"getEpisodePlaysDaily", "7e9550d103f2aa9ebfe564c3389324e991f752ec1ed498923113331ad401c52c", site},
    {"getEpisodeImpressionsFaceted", "9ca243fbcee851d936f8f7a7a87ed9480a0b600c9c22659fbbde1304fab67881", site},
    {"getEpisodeConsumptionAllTime", "a57d14960f5c47de98bbbfb72ea30a0de131d3ed97c7464e3537da226ee94a1b", site},
    {"getEpisodeConsumption", "a0b691d7492605e327d707f18f214d8ea4ec5283a74454524c119763ace4e0c0", site},
    {"getEpisodeAudienceSizeAllTime", "e5bd6e45a6e52bc91dec6c5e46b4b89a21c0c5095fa14f1202e5a93b076b70ba", site},
};

// 2026-12: version 0.5.3 of the original client asks these instead of getShowAudienceAllPlatformsGeoStats,
// getShowAudienceDemographicsStats and getShowAudienceAllPlatformsStats, and its listing has another hash.
constexpr Operation newest[]{
    {"getShowPlaysAndDownloadsByGeo", "16be4b8cea1469e21aa4f82bcd8368b17001129d757f7e3e8121cb4ef7679d83", analytics},
    {"getShowPlaysByAge", "98f15a89cb2500253b160b62397617c64b79938ed3f4812eb4d0b605fa2e73d5", analytics},
    {"getShowPlaysByGender", "bf4c1c241e1ba4b321dd1ff5dd228db191639d52e39e551deac625aa49b080b7", analytics},
    {"getShowPlaysAndDownloadsPlatformsStats", "5217e7f68f3496e3c01c316b97aeaca38cc676f9b77e3cbae1445b6a986dd097",
     analytics},
    {"WebGetIndexedEpisodeList#newest", "da95dd0d5c5e3ffed3150f34f1d9674b6cd3548cdf59a49a37e1a65b325c9e98", site},
};

}  // namespace

const Operation& operation(std::string_view name) {
    for (const Operation& row : newest) {
        if (row.name == name) return row;
    }
    const auto* row = std::ranges::find(registered, name, &Operation::name);
    return row != std::end(registered) ? *row : registered[0];
}

}  // namespace mooring_client
