#include "mooring/app/accounts/common_passwords.hpp"

#include <algorithm>

namespace mooring::app::accounts {
namespace {

// 2026-11: put together by hand from the patterns that public lists of leaked passwords share (keyboard rows, counting,
// `password` and first names with digits, a word twice), cut to those of 12 bytes and more.
// clang-format off
constexpr std::string_view passwords[] = {
    "000000000000", "0000000000000000", "010203040506", "012345678910", "0123456789ab", "0123456789abcdef",
    "098765432109", "0987654321098", "111111111111", "1111111111111111", "111222333444", "112233445566",
    "11223344556677", "123123123123", "123321123321", "123412341234", "123456123456", "123456654321",
    "12345671234567", "1234567812345678", "1234567890-=", "123456789012", "1234567890123", "12345678901234",
    "123456789012345", "1234567890123456", "12345678901234567890", "1234567890ab", "1234567890abc", "123456789123",
    "123456789123456789", "123456789abc", "123456abcdef", "1234qwerasdf", "1234qwerasdfzxcv", "1234qwertyui",
    "123654789123", "123abc123abc", "123qwe123qwe", "123qweasdzxc", "147258369147", "147258369258", "147852369147",
    "159357159357", "159753159753", "159753258456", "1a2b3c4d5e6f", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u",
    "1q2w3e4r5t6y7u8i", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "1qaz@wsx3edc", "1qazxsw23edc",
    "222222222222", "321321321321", "333333333333", "444444444444", "555555555555", "666666666666", "777777777777",
    "789456123789", "888888888888", "987654321012", "987654321098", "9876543210987", "999999999999", "a123456789012",
    "a1b2c3d4e5f6", "a1b2c3d4e5f6g7h8", "aaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "aaaabbbbcccc", "abc123456789",
    "abc123abc123", "abcabcabcabc", "abcd12345678", "abcdabcdabcd", "abcdef123456", "abcdefg12345", "abcdefgh1234",
    "abcdefghijkl", "abcdefghijklm", "abcdefghijklmnop", "abcdefghijklmnopqrstuvwxyz", "adgjmptwadgjmptw",
    "admin1234567", "admin12345678", "admin123456789", "adminadmin12", "adminadmin123", "adminadminadmin",
    "administrator", "administrator1", "administrator123", "adminpassword", "alexander123",
    "alexander1234", "andrew123456", "anonymous123", "anthony12345", "asd123asd123", "asdasdasdasd",
    "asdf1234asdf1234", "asdfasdfasdf", "asdfghjkl123", "asdfghjkl1234", "asdfghjklzxcvbnm", "asdfjkl;asdf",
    "asdfqwer1234", "australia123", "babygirl1234", "barcelona123", "baseball1234", "basketball12", "basketball123",
    "benjamin1234", "bismillah123", "blink182blink182", "buster123456", "butterfly123", "changeme1234",
    "changeme12345", "changeme123456", "changemechangeme", "changemenow1", "changethispassword", "charlie12345",
    "chelsea12345", "chocolate123", "chocolatecake", "christopher1", "christopher123", "computer1234",
    "computer12345", "cookie123456", "correct horse battery staple", "correcthorsebatterystaple",
    "cristiano123", "daniel123456", "defaultpassword", "dragon123456", "elephant1234", "elizabeth123", "facebook1234",
    "family123456", "flower123456", "football1234", "football12345", "footballfootball", "forever12345",
    "forgetpassword", "forgotpassword", "freedom12345", "friend123456", "fuckyou12345", "fuckyoufuckyou",
    "george123456", "ginger123456", "godisgreat123", "goodmorning1", "goodpassword", "google123456",
    "guestguestguest", "harley123456", "hello1234567", "hello12345678", "hello123456789", "hellohellohello",
    "helloworld12", "helloworld123", "helloworld1234", "hockey123456", "hunter123456", "ihateyou1234", "ilovejesus12",
    "ilovemyfamily", "iloveyou1234", "iloveyou12345", "iloveyou123456", "iloveyoubaby", "iloveyouforever",
    "iloveyouiloveyou", "internet1234", "jennifer1234", "jesuschrist1", "jesuslovesme", "johncena1234",
    "jonathan1234", "jordan123456", "justinbieber", "juventus1234", "killer123456", "letmein12345", "letmein123456",
    "letmein1letmein1", "letmeinletmein", "letmeinnow123", "letmeinplease", "linkedin1234", "liverpool123",
    "liverpool1234", "liverpoolfc1", "lovelovelove", "loveloveloveloveme", "loveyou12345", "loveyouforever",
    "maggie123456", "manchester12", "manchester123", "manchesterunited", "master123456", "matthew12345",
    "metallica123", "michael12345", "michelle1234", "minecraft123", "monday123456", "monkey123456", "mooring12345",
    "mooring123456", "mooringmooring", "mustang12345", "mynameis1234", "mypassword12", "mypassword123",
    "mypassword1234", "naruto123456", "newpassword1", "newpassword12", "newpassword123", "nicholas1234",
    "nopassword123", "notapassword", "nothing12345", "opensesame12", "opensesame123", "orange123456", "p4ssw0rd1234",
    "p@ssw0rd1234", "p@ssw0rd12345", "p@ssw0rd123456", "p@ssword1234", "p@ssword12345", "pa$$w0rd1234",
    "pa$$word1234", "pass12345678", "pass123456789", "pass1234pass1234", "passpasspass", "passphrase12",
    "passphrase123", "passw0rd1234", "passw0rd12345", "passw0rd123456", "password!123", "password.123",
    "password0123", "password1!1!", "password123!", "password1234", "password1234!", "password12345",
    "password123456", "password1234567", "password12345678", "password123456789", "password1234567890",
    "password1password1", "password2020", "password2021", "password2022", "password2023", "password2024",
    "password2025", "password2026", "password2027", "password@123", "password_123", "passwordpassword",
    "passwordpassword1", "passwort1234", "passwortpasswort", "patrick12345", "pepper123456", "podcast12345",
    "podcast123456", "podcastpodcast", "pokemon12345", "princess1234", "princess12345", "purple123456",
    "q1w2e3r4t5y6", "q1w2e3r4t5y6u7", "q1w2e3r4t5y6u7i8", "qazwsx123456", "qazwsxedc123", "qazwsxedcrfv",
    "qazwsxedcrfvtgb", "qqqqqqqqqqqq", "qwe123qwe123", "qweasdzxc123", "qweqweqweqwe", "qwer1234asdf", "qwer1234qwer",
    "qwer1234qwer1234", "qwerasdfzxcv", "qwerqwerqwer", "qwert1234567", "qwertqwertqwert", "qwerty123456",
    "qwerty1234567", "qwerty12345678", "qwerty123456789", "qwerty1234567890", "qwertyqwerty", "qwertyqwerty1",
    "qwertyqwerty123", "qwertyuiop12", "qwertyuiop123", "qwertyuiop1234", "qwertyuiop12345", "qwertyuiop123456",
    "qwertyuiop1234567890", "qwertyuiop[]", "qwertyuiopasdf", "qwertyuiopasdfgh", "qwertyuiopasdfghjkl",
    "qwertyuiopasdfghjklzxcvbnm", "qwertzuiop123", "qwertzuiopasdf", "ranger123456", "realmadrid12", "realmadrid123",
    "rootpassword", "rootrootroot", "samantha1234", "samsung12345", "secret123456", "secretpassword", "secretsecret",
    "security1234", "shadow123456", "silver123456", "slipknot1234", "snoopy123456", "soccer123456", "spiderman123",
    "spotify12345", "spotify123456", "spotifyspotify", "starwars1234", "starwars12345", "strawberry12",
    "summer123456", "summer2024!!", "sunshine1234", "sunshine12345", "superman1234", "superman12345", "supersecret1",
    "supersecret12", "supersecret123", "sweetheart12", "temporary123", "temporarypassword", "temppassword",
    "test12345678", "test123456789", "testpassword", "testpassword1", "testpassword123", "testtest1234",
    "testtesttest", "the quick brown fox", "thequickbrownfox", "thisisapassword", "thisismypassword", "thomas123456",
    "tigger123456", "trustno11234", "trustno1234567", "trustno1trustno1", "unbelievable", "unitedstates",
    "user12345678", "username1234", "usernamepassword", "veronica1234", "verysecret12", "victoria1234",
    "wednesday123", "welcome12345", "welcome123456", "welcome2024!", "welcome2025!", "welcome2026!", "welcomewelcome",
    "whatever1234", "whatever12345", "william12345", "winter123456", "xxxxxxxxxxxx", "yellow123456", "yourpassword",
    "zaq12wsxcde3", "zaq1xsw2cde3", "zaq1zaq1zaq1", "zxcvbnm12345", "zxcvbnm123456", "zxcvbnmasdfghjkl",
    "zxcvbnmzxcvbnm", "zzzzzzzzzzzz",
};
// clang-format on
static_assert(std::ranges::is_sorted(passwords));

}  // namespace

std::span<const std::string_view> common_passwords() {
    return passwords;
}

bool is_common_password(std::string_view folded) {
    return std::ranges::binary_search(passwords, folded);
}

}  // namespace mooring::app::accounts
