package main

// The seven sites: invented names, no hospital's.
const (
	valbrune   = "Valbrune"
	hautelande = "Hautelande"
	bellaube   = "Bellaube"
	tournelac  = "Tournelac"
	ormeval    = "Ormeval"
	fontbrise  = "Fontbrise"
	clairhalle = "Clairhalle"
)

var sites = []site{
	{valbrune, "large acute hospital, north: emergency department, SAMU, neurosurgery, trauma"},
	{hautelande, "large acute hospital, south: emergency department, heart surgery, liver and kidney transplantation, maternity"},
	{bellaube, "women's and children's hospital"},
	{tournelac, "cancer hospital"},
	{ormeval, "geriatric and rehabilitation hospital, eastern edge of the territory"},
	{fontbrise, "psychiatric hospital, western edge of the territory"},
	{clairhalle, "day hospital in the city: day surgery, dialysis, dental care"},
}

// The sixteen pôles.
const (
	heart      = "Cœur, vaisseaux, métabolisme"
	chest      = "Poumon et thorax"
	digestive  = "Digestif, rein, transplantation"
	neuro      = "Système nerveux, tête et cou"
	locomotor  = "Appareil locomoteur et chirurgie réparatrice"
	dental     = "Médecine bucco-dentaire"
	internal   = "Médecine interne, infectiologie, dermatologie"
	cancer     = "Cancer, sang, soins palliatifs"
	women      = "Femme et naissance"
	child      = "Enfant"
	urgent     = "Urgences, anesthésie, réanimation"
	imaging    = "Imagerie et médecine nucléaire"
	biology    = "Biologie et pathologie"
	products   = "Pharmacie, hygiène, information médicale"
	geriatrics = "Gériatrie et réadaptation"
	psychiatry = "Psychiatrie et addictologie"
)

var poles = []string{heart, chest, digestive, neuro, locomotor, dental, internal, cancer, women, child, urgent,
	imaging, biology, products, geriatrics, psychiatry}

// Units of activity. All rates but that of sessions are assumed, so that no unit drowns the others.
var (
	stays    = unit{"stays", 1}
	months   = unit{"resident-months", 1}    // about the length of a stay in rehabilitation or psychiatry: 34 and 31 days (DREES, 2022)
	sessions = unit{"sessions", 2115. / 575} // € a stay over € a session, public hospitals: national cost study 2012
	visits   = unit{"emergency visits", 10}
	anaesth  = unit{"anaesthesias", 10}
	exams    = unit{"examinations", 20} // images, samples of tissue, dental acts
	files    = unit{"requests", 100}    // laboratory requests, prescriptions analysed, stays coded, calls to the SAMU
)

// The derogations: services that are not in the pôle of their discipline. The case study reports derogations, and
// sites at the edges of the territory that preferred pôles of their own; these four and their reasons are invented.
var derogations = []derogation{
	{"Gériatrie aiguë – " + valbrune, internal,
		"Ormeval, at the edge, wanted a pôle on its one site; acute geriatrics goes with the medicine it shares wards with"},
	{"Gériatrie aiguë – " + hautelande, internal,
		"as at Valbrune"},
	{"Psychiatrie d'urgence et de liaison – " + valbrune, urgent,
		"Fontbrise, at the edge, wanted a pôle on its one site; this team works in the emergency department"},
	{"Anesthésie obstétricale et pédiatrique – " + bellaube, women,
		"its life is the labour ward's, day and night"},
}
