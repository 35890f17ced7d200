package influence

// Explained says of parameters that move nothing why not, and why they are kept.
var Explained = map[string]string{
	"relations.hint": "on which practices two services hit when they meet matters little, for they agree about as often on two drawn at " +
		"random as on two that touch each other; kept as what a meeting of strangers is about",
	"chief.guidance": "a chief who leads two services to what they have in common changes hardly what comes of their meeting (see " +
		"relations.hint); kept beside chief.draw, since facilitation without it would be attendance alone",
	"staff.nurses": "it says how many there are, and so how much chance is in who leaves and comes; shares and rates do not depend on it " +
		"from some fifteen posts on; kept so that a scenario can give real numbers",
}
