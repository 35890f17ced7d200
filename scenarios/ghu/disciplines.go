package main

import "polesim/model"

// Kinds, short for the table.
const (
	medical    = model.Medical
	surgical   = model.Surgical
	diagnostic = model.Diagnostic
	emergency  = model.Emergency
	critical   = model.Critical
	womenChild = model.WomenChild
	mental     = model.Psychiatry
	rehab      = model.Rehabilitation
	longTerm   = model.LongTerm
	support    = model.Support
)

// disciplines lists all services by discipline: where each is and how much it does in a usual year.
var disciplines = []discipline{
	{"cardiologie", heart, medical, stays, []offer{
		{"Cardiologie", valbrune, 7200, nil}, {"Cardiologie", hautelande, 9400, nil},
		{"Soins intensifs de cardiologie", hautelande, 2600, but(as(critical))}}},
	{"chirurgie cardiaque", heart, surgical, stays, []offer{{"Chirurgie cardiaque", hautelande, 1300, nil}}},
	{"chirurgie vasculaire", heart, surgical, stays, []offer{{"Chirurgie vasculaire", valbrune, 2300, nil}}},
	{"médecine vasculaire", heart, medical, stays, []offer{{"Médecine vasculaire", clairhalle, 4200, nil}}},
	{"endocrinologie, diabétologie, nutrition", heart, medical, stays, []offer{
		{"Diabétologie et endocrinologie", valbrune, 4200, nil}, {"Nutrition", valbrune, 1500, nil},
		{"Endocrinologie", hautelande, 3400, nil}}},

	{"pneumologie", chest, medical, stays, []offer{
		{"Pneumologie", valbrune, 4600, nil}, {"Pneumologie", hautelande, 4000, nil},
		{"Oncologie thoracique", tournelac, 3600, nil}}},
	{"chirurgie thoracique", chest, surgical, stays, []offer{{"Chirurgie thoracique", tournelac, 1500, nil}}},

	{"hépato-gastro-entérologie", digestive, medical, stays, []offer{
		{"Hépato-gastro-entérologie", valbrune, 8000, nil}, {"Hépato-gastro-entérologie", hautelande, 6800, nil}}},
	{"chirurgie viscérale et digestive", digestive, surgical, stays, []offer{
		{"Chirurgie digestive", valbrune, 4600, nil},
		{"Chirurgie hépato-biliaire et transplantation", hautelande, 3000, nil},
		{"Chirurgie digestive oncologique", tournelac, 2600, nil}}},
	{"néphrologie", digestive, medical, stays, []offer{
		{"Néphrologie", valbrune, 3400, nil}, {"Néphrologie et transplantation rénale", hautelande, 4300, nil},
		{"Hémodialyse", clairhalle, 24000, but(counted(sessions))}}},
	{"urologie", digestive, surgical, stays, []offer{{"Urologie", hautelande, 5200, nil}}},

	{"neurologie", neuro, medical, stays, []offer{
		{"Neurologie", valbrune, 5200, nil}, {"Unité neurovasculaire", valbrune, 1900, but(as(critical))},
		{"Neurologie", hautelande, 4300, nil}}},
	{"neurochirurgie", neuro, surgical, stays, []offer{{"Neurochirurgie", valbrune, 2600, nil}}},
	{"oto-rhino-laryngologie", neuro, surgical, stays, []offer{
		{"ORL", valbrune, 3600, nil}, {"Chirurgie cervico-faciale", tournelac, 2300, nil}}},
	{"chirurgie maxillo-faciale", neuro, surgical, stays, []offer{{"Chirurgie maxillo-faciale", valbrune, 2400, nil}}},
	{"ophtalmologie", neuro, surgical, stays, []offer{{"Ophtalmologie", clairhalle, 11500, nil}}},

	{"chirurgie orthopédique et traumatologique", locomotor, surgical, stays, []offer{
		{"Orthopédie et traumatologie", valbrune, 5600, nil}, {"Orthopédie", hautelande, 4200, nil},
		{"Chirurgie de la main", clairhalle, 4600, nil}}},
	{"chirurgie plastique et reconstructrice", locomotor, surgical, stays, []offer{
		{"Chirurgie plastique et brûlés", valbrune, 2500, nil}}},
	{"rhumatologie", locomotor, medical, stays, []offer{{"Rhumatologie", hautelande, 4300, nil}}},

	{"médecine bucco-dentaire", dental, medical, exams, []offer{
		{"Chirurgie orale", hautelande, 15000, but(as(surgical))}, {"Soins dentaires", clairhalle, 46000, nil}}},

	{"médecine interne", internal, medical, stays, []offer{
		{"Médecine interne", valbrune, 3200, nil}, {"Médecine polyvalente d'aval", valbrune, 3400, nil},
		{"Médecine interne et immunologie", hautelande, 4000, nil}}},
	{"maladies infectieuses et tropicales", internal, medical, stays, []offer{
		{"Maladies infectieuses et tropicales", valbrune, 2600, nil}}},
	{"dermatologie", internal, medical, stays, []offer{{"Dermatologie", hautelande, 3600, nil}}},

	{"oncologie médicale", cancer, medical, stays, []offer{
		{"Oncologie médicale", valbrune, 4800, nil}, {"Oncologie médicale", tournelac, 7000, nil},
		{"Hôpital de jour de chimiothérapie", tournelac, 27000, but(counted(sessions))}}},
	{"radiothérapie", cancer, medical, sessions, []offer{{"Radiothérapie", tournelac, 30000, nil}}},
	{"hématologie", cancer, medical, stays, []offer{
		{"Hématologie clinique", hautelande, 4300, nil}, {"Hématologie et greffe", tournelac, 5600, nil}}},
	{"médecine palliative", cancer, medical, stays, []offer{
		{"Soins palliatifs", tournelac, 700, nil}, {"Soins palliatifs", ormeval, 450, nil}}},

	{"gynécologie-obstétrique", women, womenChild, stays, []offer{
		{"Maternité", hautelande, 5200, nil}, {"Maternité", bellaube, 9600, nil}, {"Gynécologie", bellaube, 5000, nil},
		{"Sénologie", tournelac, 3600, but(as(surgical))}}},
	{"médecine de la reproduction", women, womenChild, stays, []offer{
		{"Assistance médicale à la procréation", bellaube, 2500, nil}}},
	{"néonatologie", women, womenChild, stays, []offer{{"Néonatologie", bellaube, 1600, nil}}},

	{"pédiatrie", child, womenChild, stays, []offer{
		{"Pédiatrie générale", bellaube, 6000, nil}, {"Neuropédiatrie", bellaube, 2700, nil},
		{"Urgences pédiatriques", bellaube, 48000, but(as(emergency), counted(visits))},
		{"Réanimation pédiatrique", bellaube, 800, but(as(critical))}}},
	{"chirurgie pédiatrique", child, womenChild, stays, []offer{
		{"Chirurgie pédiatrique viscérale", bellaube, 3600, nil}, {"Orthopédie pédiatrique", bellaube, 2000, nil}}},

	{"médecine d'urgence", urgent, emergency, visits, []offer{
		{"Urgences", valbrune, 74000, nil}, {"SAMU et SMUR", valbrune, 330000, but(counted(files))},
		{"Urgences", hautelande, 61000, nil}}},
	{"médecine intensive et réanimation", urgent, critical, stays, []offer{
		{"Médecine intensive et réanimation", valbrune, 1100, nil},
		{"Médecine intensive et réanimation", hautelande, 950, nil}}},
	{"anesthésie-réanimation", urgent, support, anaesth, []offer{
		{"Anesthésie et bloc opératoire", valbrune, 25000, nil},
		{"Réanimation chirurgicale", valbrune, 1000, but(as(critical), counted(stays))},
		{"Anesthésie et bloc opératoire", hautelande, 22000, nil}, {"Anesthésie", tournelac, 11000, nil},
		{"Anesthésie obstétricale et pédiatrique", bellaube, 14000, nil}}},

	{"radiologie", imaging, diagnostic, exams, []offer{
		{"Radiologie", valbrune, 125000, nil}, {"Neuroradiologie", valbrune, 38000, nil},
		{"Radiologie", hautelande, 112000, nil}, {"Radiologie pédiatrique et obstétricale", bellaube, 44000, nil},
		{"Radiologie", tournelac, 52000, nil}, {"Radiologie", ormeval, 9000, nil},
		{"Radiologie", clairhalle, 48000, nil}}},
	{"médecine nucléaire", imaging, diagnostic, exams, []offer{
		{"Médecine nucléaire", hautelande, 12000, nil}, {"Médecine nucléaire", tournelac, 17000, nil}}},

	{"anatomie et cytologie pathologiques", biology, diagnostic, exams, []offer{
		{"Anatomie pathologique", valbrune, 34000, nil}, {"Anatomie pathologique", hautelande, 31000, nil},
		{"Anatomie pathologique", tournelac, 26000, nil}, {"Fœtopathologie et pathologie pédiatrique", bellaube, 9000, nil}}},
	{"biochimie", biology, diagnostic, files, []offer{
		{"Biochimie", valbrune, 420000, nil}, {"Biochimie", hautelande, 350000, nil}}},
	{"microbiologie", biology, diagnostic, files, []offer{
		{"Bactériologie", valbrune, 210000, nil}, {"Parasitologie et mycologie", valbrune, 38000, nil},
		{"Bactériologie", hautelande, 170000, nil}, {"Virologie", hautelande, 120000, nil}}},
	{"hématologie biologique", biology, diagnostic, files, []offer{
		{"Hématologie biologique", valbrune, 330000, nil}, {"Hémostase et hématologie biologique", hautelande, 270000, nil}}},
	{"immunologie biologique", biology, diagnostic, files, []offer{{"Immunologie biologique", hautelande, 65000, nil}}},
	{"pharmacologie et toxicologie", biology, diagnostic, files, []offer{
		{"Pharmacologie et toxicologie", valbrune, 70000, nil}}},
	{"génétique", biology, diagnostic, exams, []offer{
		{"Génétique médicale", bellaube, 7000, nil}, {"Génétique des cancers", tournelac, 9000, nil}}},

	{"pharmacie hospitalière", products, support, files, []offer{
		{"Pharmacie", valbrune, 260000, nil}, {"Pharmacie", hautelande, 240000, nil}, {"Pharmacie", bellaube, 80000, nil},
		{"Pharmacie et préparation des chimiothérapies", tournelac, 110000, nil}, {"Pharmacie", ormeval, 60000, nil},
		{"Pharmacie", fontbrise, 40000, nil}, {"Pharmacie", clairhalle, 24000, nil}}},
	{"hygiène hospitalière", products, support, files, []offer{{"Hygiène hospitalière", valbrune, 42000, nil}}},
	{"santé publique", products, support, files, []offer{{"Information médicale", hautelande, 270000, nil}}},

	{"gériatrie", geriatrics, medical, stays, []offer{
		{"Gériatrie aiguë", valbrune, 2400, nil}, {"Gériatrie aiguë", hautelande, 2000, nil},
		{"Gériatrie aiguë", ormeval, 1900, nil}, {"Réadaptation gériatrique", ormeval, 1900, but(as(rehab))},
		{"Soins de longue durée", ormeval, 1400, but(as(longTerm), counted(months))},
		{"Unité d'hébergement renforcée", ormeval, 340, but(as(longTerm), counted(months))}}},
	{"médecine physique et de réadaptation", geriatrics, rehab, stays, []offer{
		{"Rééducation neurologique", ormeval, 1300, nil}, {"Rééducation de l'appareil locomoteur", ormeval, 2000, nil}}},

	{"psychiatrie adulte", psychiatry, mental, stays, []offer{
		{"Psychiatrie d'urgence et de liaison", valbrune, 8000, but(counted(visits))},
		{"Psychiatrie adulte, secteur ville", fontbrise, 1700, nil},
		{"Psychiatrie adulte, secteur campagne", fontbrise, 1400, nil},
		{"Psychiatrie de la personne âgée", fontbrise, 600, nil}}},
	{"psychiatrie de l'enfant et de l'adolescent", psychiatry, mental, stays, []offer{
		{"Psychiatrie de l'enfant et de l'adolescent", fontbrise, 1000, nil}}},
	{"addictologie", psychiatry, mental, stays, []offer{{"Addictologie", fontbrise, 1800, nil}}},
}

// but makes a service an exception in its discipline.
func but(changes ...func(*service)) []func(*service) { return changes }

func as(k model.Kind) func(*service) { return func(s *service) { s.kind = k } }
func counted(in unit) func(*service) { return func(s *service) { s.unit = in } }
