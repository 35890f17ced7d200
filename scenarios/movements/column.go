package movements

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A role is what a column is for, and by which headings it is recognised.
type role struct {
	what  string         // for messages
	flag  string         // by which the user names the column
	names map[string]int // heading as compared → rank: of two columns the lower rank is taken, equals are a question
}

// ranked makes the names of a role; each argument is a list of headings of the same rank.
func ranked(ranks ...string) map[string]int {
	names := map[string]int{}
	for i, list := range ranks {
		for _, n := range strings.Fields(list) {
			if _, ok := names[n]; !ok {
				names[n] = i
			}
		}
	}
	return names
}

// joined returns every a+b, b+a, and those with "d", "de", "of" between, so that service_de_départ is known.
func joined(as, bs string) string {
	var out []string
	for _, a := range strings.Fields(as) {
		for _, b := range strings.Fields(bs) {
			out = append(out, a+b, b+a, a+"d"+b, a+"de"+b, a+"of"+b, a+"name"+b, b+a+"name")
		}
	}
	return strings.Join(out, " ")
}

const (
	starts = "from source src origin origine orig de depart depuis provenance prev previous sortant emetteur sender"
	ends   = "to target tgt destination dest vers arrivee a next into entrant recepteur receiver"
	units  = "unit unite units service services ward department dept departement um uf ua location loc node noeud secteur careunit"
	sites  = "site hospital hopital campus etablissement"
	counts = "n nb nbre nombre count cnt effectif effectifs volume total sum somme"
	things = "transfers transferts movements mouvements moves patients flux flow flows sejours trips passages"
)

var (
	roleFrom = role{"the start of a movement", FlagFrom, ranked(starts, joined(units, starts))}
	roleTo   = role{"the end of a movement", FlagTo, ranked(ends, joined(units, ends))}
	roleCnt  = role{"the number of movements", FlagCount, ranked(counts, joined(counts+" number no num", things)+" "+things,
		"transfer transfert weight poids freq frequency frequence value valeur")}
	roleSiteFrom = role{"the site of the start", FlagSiteFrom, ranked(joined(sites, starts))}
	roleSiteTo   = role{"the site of the end", FlagSiteTo, ranked(joined(sites, ends))}
	roleID       = role{"the patient or stay", FlagID, ranked(
		"stay stayid idstay hadmid encounter encounterid visit visitid visitnumber sejour idsejour numsejour numerosejour nosejour iep nda numiep admission admissionid spell spellid episode episodeid venue numvenue",
		"case caseid caseconceptname patient patientid nopatient numpatient noipp idpatient pid subjectid ipp numipp nip mrn pseudoid pseudonym person personid id identifiant")}
	roleUnit = role{"the unit", FlagUnit, ranked(units+" unitname nomunite nomservice servicename wardname libelleum libelleuf libelleservice unitemedicale nomum",
		"activity conceptname lieu libelle codeum codeuf")}
	roleTime = role{"the start in the unit", FlagTime, ranked(
		"start starttime starttimestamp startdate startdatetime intime timein indate datein datetimein entree dateentree dateheureentree dateheuredentree datedentree debut arrivee datearrivee datedebut dateheuredebut heuredebut arrival arrivaltime admittime entry entrytime dtentree horodatage transfertime movementtime datemouvement datemvt dateheuremouvement",
		"timestamp timetimestamp datetime dateheure time date")}
	roleClock = role{"the time of day", FlagClock, ranked("heure heureentree heuredentree heuremouvement heuremvt hour clock clocktime timeofday starthour")}
	roleSite  = role{"the site", FlagSite, ranked(sites + " sites nomsite sitename")}

	roleName = role{"the service", FlagName, ranked("name nom service unit unite ward um uf servicename nomservice unitname wardname nomunite nomum libelleum libelleuf libelleservice serviceunit",
		"libelle label intitule department dept departement services")}
	roleDiscipline = role{"the discipline", FlagDiscipline, ranked("discipline disciplines specialite specialty speciality specialties codespecialite")}
	roleKind       = role{"the kind of work", FlagKind, ranked("kind type nature category categorie typeservice typedeservice genre")}
	roleActivity   = role{"the activity", FlagActivity, ranked("activity activite activites sejours stays nbsejours nombresejours nombredesejours nbstays numberofstays actes acts",
		"admissions volume effectif patients passages n count nombre")}
	rolePole = role{"the pôle", FlagPole, ranked("pole poles nompole polename libellepole pmu dmu division directorate caregroup clinicalgroup clinicaldivision group groupe perimetre")}
)

// recogniser counts the headings that some role knows.
func recogniser(roles ...role) func([]string) int {
	return func(header []string) int {
		known := 0
		for _, h := range header {
			if slices.ContainsFunc(roles, func(r role) bool { _, ok := r.names[heading(h)]; return ok }) {
				known++
			}
		}
		return known
	}
}

// find returns the column of a role, -1 if the table has none. What the user has said goes first; a wrong or doubtful
// choice is a problem.
func (t *table) find(r role, said string) int {
	if said == none {
		return -1
	}
	if said != "" {
		return t.said(r, said)
	}
	best, bestRank, twice := -1, 0, -1
	for i, h := range t.header {
		rank, ok := r.names[heading(h)]
		switch {
		case !ok:
		case best < 0 || rank < bestRank:
			best, bestRank, twice = i, rank, -1
		case rank == bestRank:
			twice = i
		}
	}
	if twice >= 0 {
		t.add(t.headerLine, twice+1, "both %s and %s may be %s; say which: %s %s", quoted(t.header[best]), quoted(t.header[twice]),
			r.what, r.flag, quoted(t.choice(best)))
	}
	return best
}

// guess returns the column that most likely has a role among those not used, -1 for none, without complaint.
func (t *table) guess(r role, used ...int) int {
	best, bestRank := -1, 0
	for i, h := range t.header {
		rank, ok := r.names[heading(h)]
		if ok && !slices.Contains(used, i) && (best < 0 || rank < bestRank) {
			best, bestRank = i, rank
		}
	}
	return best
}

// findShared is find for a choice that may be meant for another file: where this one has no such column, and a guess is
// to be had, the guess is taken and noted.
func (t *table) findShared(r role, said string, shared bool) int {
	if said == "" || said == none || !shared {
		return t.find(r, said)
	}
	quiet := &table{header: t.header}
	if quiet.said(r, said) >= 0 {
		return t.said(r, said)
	}
	guess := t.find(r, "")
	if guess < 0 {
		return t.said(r, said)
	}
	t.notes = append(t.notes, fmt.Sprintf("%s %s is no column here: %s was taken", r.flag, quoted(said), quoted(t.header[guess])))
	return guess
}

// said returns the column the user named.
func (t *table) said(r role, said string) int {
	if n, found := strings.CutPrefix(said, "#"); found {
		if i, err := strconv.Atoi(n); err == nil {
			if i >= 1 && i <= len(t.header) {
				return i - 1
			}
			t.add(t.headerLine, 0, "%s %s: the file has %s", r.flag, said, plural(len(t.header), "column"))
			return -1
		}
	}
	for _, same := range []func(string) bool{
		func(h string) bool { return h == said },
		func(h string) bool { return heading(h) == heading(said) && heading(h) != "" },
	} {
		if i := slices.IndexFunc(t.header, same); i >= 0 {
			return i
		}
	}
	t.add(t.headerLine, 0, "%s %s: no such column; columns found: %s%s", r.flag, quoted(said), listed(t.header), meant(said, t.header))
	return -1
}

// choice names a column as an option would: by its heading, or by its number where headings are empty or doubled.
func (t *table) choice(column int) string {
	h := t.header[column]
	for i, other := range t.header {
		if h == "" || i != column && heading(other) == heading(h) {
			return fmt.Sprintf("#%d", column+1)
		}
	}
	return h
}

// missing reports that a needed column was not found.
func (t *table) missing(r role, more string) {
	var names []string
	for n := range r.names {
		names = append(names, n)
	}
	slices.Sort(names)
	near, best := -1, ""
	for i, h := range t.header[:min(len(t.header), 50)] {
		if n, ok := nearest(h, names); ok && (near < 0 || len(heading(h)) > len(heading(best))) {
			near, best = i, n
		}
	}
	advice := fmt.Sprintf("say which: %s NAME or %s \"#1\"", r.flag, r.flag)
	if near >= 0 {
		advice = fmt.Sprintf("nearest %s; say %s %s", quoted(t.header[near]), r.flag, quoted(t.choice(near)))
	}
	t.add(t.headerLine, 0, "no column for %s; columns found: %s; %s%s", r.what, listed(t.header), advice, more)
}
