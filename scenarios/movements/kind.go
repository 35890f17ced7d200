package movements

import (
	"strings"
	"unicode"

	"polesim/model"
)

// clues are the words by which names tell kinds of work, tried in this order: a paediatric intensive care is first of
// all paediatric. A word is the beginning of a word of the name; one with a dot is a whole word.
var clues = []struct {
	kind  model.Kind
	words []string
}{
	{model.Emergency, []string{"emergenc", "urgence", "casualty", "a e.", "a&e", "ed.", "er.", "sau.", "smur", "samu", "uhcd", "accident and em"}},
	{model.WomenChild, []string{"matern", "labour", "labor.", "nicu", "picu", "scbu", "neonat", "paediat", "pediat", "obstet", "gynec", "gynaec",
		"midwif", "sage femme", "birth", "naissance", "accouche", "enfant", "child", "nourrisson", "women", "femme", "antenat", "postnat"}},
	{model.Critical, []string{"icu.", "itu.", "hdu.", "ccu.", "usc.", "usi.", "usic.", "critical", "intensi", "reanimation", "rea.", "high dependency",
		"coronary care", "soins continus", "surveillance continue", "high care"}},
	{model.Psychiatry, []string{"psychiat", "psy.", "mental", "addict", "pedopsy"}},
	{model.Rehabilitation, []string{"rehab", "readapt", "reeduc", "ssr.", "smr.", "soins de suite", "mpr.", "convalesc", "intermediate care"}},
	{model.LongTerm, []string{"geriat", "usld", "ehpad", "long ", "longterm", "long stay", "elderly", "older", "nursing home", "personnes agees"}},
	{model.Diagnostic, []string{"radio.", "radiolog", "imag", "lab.", "labo.", "labs.", "laborat", "biolog", "biochim", "microbio", "patholog", "anatomo",
		"mri.", "irm.", "scan", "endoscop", "explorations", "x ray", "xray", "echograph", "ultrasound", "nuclear med", "medecine nucleaire"}},
	{model.Surgical, []string{"surg", "chir", "theatre", "theater", "bloc.", "blocs.", "operat", "orthop", "urolog", "neurochir", "neurosurg", "trauma",
		"ophtal", "ophthal", "orl.", "ent.", "stomato", "transplant", "anesth", "anaesth", "recovery room", "sspi"}},
	{model.Support, []string{"pharmac", "steril", "hygien", "dietet", "administ", "portering", "brancard", "transport"}},
}

// kindByName guesses the kind of work from the words of a name; ok is false when no word tells and it is medical.
func kindByName(name string) (k model.Kind, ok bool) {
	text := wordsOf(name)
	for _, c := range clues {
		if tells(text, c.words) {
			return c.kind, true
		}
	}
	return model.Medical, false
}

// kindWords are further words by which columns of kinds tell them, beginnings or whole words as in clues; they go before
// these, for they are too common to tell anything in the name of a service. M, C and O are those of French statistics
// (médecine, chirurgie, obstétrique).
var kindWords = []struct {
	kind  model.Kind
	words []string
}{
	{model.Diagnostic, []string{"medico technique", "medicotechnique", "plateau", "plateaux"}},
	{model.Support, []string{"support", "soutien", "logisti", "transversa", "information medicale", "dim.", "medico administ"}},
	{model.Critical, []string{"critique"}},
	{model.WomenChild, []string{"mere", "couple", "o."}},
	{model.LongTerm, []string{"longue duree", "long sejour", "sld.", "geronto", "hebergement"}},
	{model.Rehabilitation, []string{"moyen sejour", "suites.", "mpr."}},
	{model.Surgical, []string{"c.", "interventionnel"}},
}

// medicalWords are words of columns of kinds that tell medical work where no other word tells.
var medicalWords = []string{"med", "m.", "court sejour", "hospitalisation", "hopital de jour", "hdj.", "hospitalier", "mco.", "palliati"}

// kindByWord reads the kind column: the scenario's own words, or words that tell a kind, English or French.
func kindByWord(word string) (k model.Kind, ok bool) {
	for i, n := range model.KindNames {
		if heading(n) == heading(word) {
			return model.Kind(i), true
		}
	}
	text := wordsOf(word)
	for _, c := range kindWords {
		if tells(text, c.words) {
			return c.kind, true
		}
	}
	if k, ok := kindByName(word); ok {
		return k, true
	}
	return model.Medical, tells(text, medicalWords)
}

// tells finds one of the words in a text made by wordsOf.
func tells(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, " "+strings.Replace(w, ".", " ", 1)) {
			return true
		}
	}
	return false
}

// outsideWords are words of names that stand for the world outside the hospital.
var outsideWords = []string{"exit", "home.", "discharge", "domicile", "deces", "decede", "death", "dead.", "died", "deceased", "outside", "exterieur",
	"external", "sortie", "sorti.", "morgue", "mortuary", "autre etablissement", "other hospital", "left."}

// looksOutside tells names that stand for the world outside the hospital rather than a unit.
func looksOutside(name string) bool {
	return tells(wordsOf(name), outsideWords)
}

// wordsOf parts a name into plain words, each between spaces: "KCH.LiverICU" becomes " kch liver icu ".
func wordsOf(name string) string {
	var b strings.Builder
	b.WriteByte(' ')
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '&' && !unicode.Is(unicode.Mn, r) {
			b.WriteByte(' ')
			continue
		}
		if i > 0 && unicode.IsUpper(r) {
			afterLower := unicode.IsLower(runes[i-1])
			endsAcronym := unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if afterLower || endsAcronym {
				b.WriteByte(' ')
			}
		}
		b.WriteRune(r)
	}
	return " " + strings.Join(strings.Fields(plain(b.String())), " ") + " "
}
