#pragma once

#include "mooring/domain/account.hpp"
#include "mooring/domain/show.hpp"
#include "mooring/domain/workspace.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::accounts {

// The words of the account use cases. As in the publishing ones, whatever changes something is a function of one
// transaction where it can be.

using domain::AccessToken;
using domain::Account;
using domain::AccountId;
using domain::App;
using domain::AppId;
using domain::AppKind;
using domain::AuthorizationCode;
using domain::Grant;
using domain::GrantId;
using domain::Membership;
using domain::RefreshToken;
using domain::Role;
using domain::ScopeNames;
using domain::Session;
using domain::SessionId;
using domain::SessionKind;
using domain::Show;
using domain::ShowId;
using domain::WorkspaceId;
using storage::Catalog;
using storage::CatalogSnapshot;
using storage::CatalogTransaction;

}  // namespace mooring::app::accounts
