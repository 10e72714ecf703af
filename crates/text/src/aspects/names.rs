//! The names of the bits and which topics are near each other.

use super::Aspects;

/// A bit that is stored; its place in [`ASPECTS`] is its number and never changes.
pub(super) struct Named {
    pub(super) name: &'static str,
    pub(super) aspect: Aspects,
}

macro_rules! aspects {
    ($($(#[$doc:meta])* $constant:ident = $bit:literal, $name:literal;)*) => {
        impl Aspects {
            $($(#[$doc])* pub const $constant: Self = Self(1 << $bit);)*
        }

        /// Every aspect, by the number of its bit.
        pub(super) static ASPECTS: [Named; 64] = [
            $(Named { name: $name, aspect: Aspects::$constant },)*
        ];
    };
}

aspects! {
    /// Where somebody lives.
    RESIDENCE = 0, "residence";
    /// Where somebody comes from.
    ORIGIN = 1, "origin";
    /// For whom, where and with whom somebody works.
    WORKPLACE = 2, "workplace";
    /// What somebody does for a living.
    OCCUPATION = 3, "occupation";
    /// Schools, studies, exams.
    EDUCATION = 4, "education";
    /// Birthday and age.
    BIRTHDAY = 5, "birthday";
    /// What somebody is called.
    NAME = 6, "name";
    /// Being single, engaged, married, divorced.
    MARRIAGE = 7, "marriage";
    /// Having children.
    CHILDREN = 8, "children";
    /// Mother and father.
    PARENTS = 9, "parents";
    /// Sisters and brothers.
    SIBLINGS = 10, "siblings";
    /// Wife, husband, girlfriend, boyfriend.
    PARTNER = 11, "partner";
    /// Friends.
    FRIENDS = 12, "friends";
    /// The wider family.
    RELATIVES = 13, "relatives";
    /// Animals of one's own.
    PETS = 14, "pets";
    /// Food and meals, whether liked or not.
    FOOD = 15, "food";
    /// Food that somebody likes.
    FOOD_LIKED = 16, "food_liked";
    /// Food that somebody doesn't like or eat.
    FOOD_DISLIKED = 17, "food_disliked";
    /// What somebody must not or does not eat as a rule.
    DIET = 18, "diet";
    /// Drinks.
    DRINK = 19, "drink";
    /// Illness, injuries, the state of the body.
    HEALTH = 20, "health";
    /// Medicines and supplements.
    MEDICATION = 21, "medication";
    /// Sport and exercise, done or watched.
    SPORT = 22, "sport";
    /// What is done for pleasure.
    HOBBY = 23, "hobby";
    /// Music heard or made.
    MUSIC = 24, "music";
    /// Films and series.
    FILM = 25, "film";
    /// Books and reading.
    BOOKS = 26, "books";
    /// Games, on a screen or on a table.
    GAMES = 27, "games";
    /// Journeys and visits.
    TRAVEL = 28, "travel";
    /// Journeys that lie ahead.
    TRAVEL_PLAN = 29, "travel_plan";
    /// Cars and other ways to get about.
    VEHICLE = 30, "vehicle";
    /// Electronic devices and software.
    DEVICE = 31, "device";
    /// Things owned, where they are kept, clothes, colours.
    BELONGINGS = 32, "belongings";
    /// Things bought, given and received.
    PURCHASE = 33, "purchase";
    /// Money.
    MONEY = 34, "money";
    /// What is done regularly, and at what times.
    ROUTINE = 35, "routine";
    /// Appointments, deadlines.
    APPOINTMENT = 36, "appointment";
    /// Goals, plans, dreams.
    GOAL = 37, "goal";
    /// What somebody can do or learns.
    SKILL = 38, "skill";
    /// Languages spoken.
    LANGUAGE = 39, "language";
    /// Religion and politics.
    BELIEF = 40, "belief";
    /// Addresses, numbers, accounts.
    CONTACT = 41, "contact";
    /// How somebody wants to be answered and talked to.
    ANSWER_STYLE = 42, "answer_style";
    /// Sleep.
    SLEEP = 43, "sleep";
    /// Feelings, fears, complaints.
    EMOTION = 44, "emotion";
    /// Celebrations, competitions, gatherings.
    EVENT = 45, "event";
    /// Height, weight, looks.
    BODY = 46, "body";
    /// Projects, ventures, works in progress.
    PROJECT = 47, "project";
    /// What somebody likes or not, of any kind.
    TASTE = 48, "taste";
    /// Clubs, groups, volunteering.
    COMMUNITY = 49, "community";
    /// It speaks of the speaker, or the user.
    SELF = 50, "self";
    /// Of a mother.
    MOTHER = 51, "mother";
    /// Of a father.
    FATHER = 52, "father";
    /// Of a sister.
    SISTER = 53, "sister";
    /// Of a brother.
    BROTHER = 54, "brother";
    /// Of a wife, husband or the like.
    SPOUSE = 55, "spouse";
    /// Of a son.
    SON = 56, "son";
    /// Of a daughter.
    DAUGHTER = 57, "daughter";
    /// Of a grandparent.
    GRANDPARENT = 58, "grandparent";
    /// Of a friend.
    FRIEND = 59, "friend";
    /// Of a boss, colleague or client.
    COLLEAGUE = 60, "colleague";
    /// Of a pet.
    PET = 61, "pet";
    /// Of another relative: an aunt, a cousin, in-laws, a sister's husband.
    RELATIVE = 62, "relative";
    /// Of somebody given by name; together with [`Aspects::SELF`], of one of the two.
    NAMED = 63, "named";
}

/// Topics of which a question may ask for any: what somebody can't eat is disliked or forbidden.
/// No topic is in two.
pub(super) const FAMILIES: [Aspects; 8] = [
    Aspects::FOOD
        .union(Aspects::FOOD_LIKED)
        .union(Aspects::FOOD_DISLIKED)
        .union(Aspects::DIET)
        .union(Aspects::DRINK),
    Aspects::RESIDENCE.union(Aspects::ORIGIN),
    Aspects::WORKPLACE
        .union(Aspects::OCCUPATION)
        .union(Aspects::PROJECT),
    Aspects::EDUCATION
        .union(Aspects::SKILL)
        .union(Aspects::LANGUAGE),
    Aspects::HEALTH.union(Aspects::MEDICATION),
    Aspects::TRAVEL.union(Aspects::TRAVEL_PLAN),
    Aspects::SPORT
        .union(Aspects::HOBBY)
        .union(Aspects::MUSIC)
        .union(Aspects::FILM)
        .union(Aspects::BOOKS)
        .union(Aspects::GAMES)
        .union(Aspects::COMMUNITY),
    Aspects::PURCHASE
        .union(Aspects::BELONGINGS)
        .union(Aspects::MONEY),
];

/// Topics that shade into each other: speaking of one is half an answer where another is asked
/// for.
pub(super) const NEAR: [Aspects; 22] = [
    FAMILIES[0],
    FAMILIES[1],
    FAMILIES[2],
    FAMILIES[3],
    FAMILIES[4],
    FAMILIES[5],
    FAMILIES[6],
    FAMILIES[7],
    Aspects::DIET
        .union(Aspects::HEALTH)
        .union(Aspects::MEDICATION),
    Aspects::OCCUPATION
        .union(Aspects::WORKPLACE)
        .union(Aspects::EDUCATION),
    Aspects::MARRIAGE.union(Aspects::PARTNER),
    Aspects::SPORT.union(Aspects::HEALTH).union(Aspects::BODY),
    Aspects::DEVICE
        .union(Aspects::BELONGINGS)
        .union(Aspects::SKILL),
    Aspects::ROUTINE
        .union(Aspects::APPOINTMENT)
        .union(Aspects::SLEEP),
    Aspects::GOAL
        .union(Aspects::PROJECT)
        .union(Aspects::TRAVEL_PLAN),
    Aspects::TASTE
        .union(Aspects::FOOD_LIKED)
        .union(Aspects::FOOD_DISLIKED)
        .union(Aspects::EMOTION),
    Aspects::EVENT
        .union(Aspects::APPOINTMENT)
        .union(Aspects::MARRIAGE),
    Aspects::CONTACT
        .union(Aspects::RESIDENCE)
        .union(Aspects::DEVICE),
    Aspects::CHILDREN.union(Aspects::BIRTHDAY),
    Aspects::VEHICLE
        .union(Aspects::TRAVEL)
        .union(Aspects::BELONGINGS),
    Aspects::MUSIC.union(Aspects::SKILL),
    Aspects::GOAL
        .union(Aspects::EDUCATION)
        .union(Aspects::MONEY),
];

/// Topics that say whose the rest is: the subject bits tell that better.
pub(super) const RELATIONS: Aspects = Aspects::CHILDREN
    .union(Aspects::PARENTS)
    .union(Aspects::SIBLINGS)
    .union(Aspects::PARTNER)
    .union(Aspects::FRIENDS)
    .union(Aspects::RELATIVES)
    .union(Aspects::PETS);

/// Topics that questions of any other topic touch too ("when …?"): asked for only if nothing
/// more telling is.
pub(super) const GENERIC: Aspects = Aspects::TASTE
    .union(Aspects::ROUTINE)
    .union(Aspects::APPOINTMENT)
    .union(Aspects::EVENT)
    .union(Aspects::GOAL)
    .union(Aspects::EMOTION);
