package experiments

import "strings"

// called says under which names explain knows what others call by another word: abbreviations and common words of
// hospitals, English and French.
var called = map[string][]string{
	"los": {"length_of_stay"}, "dms": {"length_of_stay"}, "durée de séjour": {"length_of_stay"}, "durée moyenne de séjour": {"length_of_stay"},
	"réadmission": {"readmission_30d"},
	"beds":        {"occupancy"}, "lits": {"occupancy"}, "taux d'occupation": {"occupancy"}, "bed occupancy": {"occupancy"},
	"attente": {"waiting"}, "hébergement": {"off_service"},
	"trésorerie": {"treasury"}, "cash": {"treasury"}, "ledger": {"money.accounts", "treasury", "pole_budget"},
	"comptabilité": {"money.accounts"}, "comptes": {"money.accounts"}, "accounting": {"money.accounts"}, "budget": {"pole_budget", "envelope"},
	"recettes": {"revenue"}, "marge": {"margin_per_stay", "margin_rate"}, "profit": {"margin_per_stay", "margin_rate"},
	"t2a": {"money.tariff_share"}, "tarification à l'activité": {"money.tariff_share"}, "drg": {"money.tariff_share"},
	"codage": {"coding_effect", "gaming"}, "upcoding": {"coding_effect", "gaming"},
	"contrat": {"governance.contract"}, "contrat de pôle": {"governance.contract"}, "délégation": {"governance.delegation"},
	"dialogue de gestion": {"steering.dialogue", "dialogue_units"}, "objectifs": {"target"}, "intéressement": {"bonus"},
	"contrôle de gestion": {"technostructure.staffed"}, "management control": {"technostructure.staffed"},
	"confiance": {"trust_within_poles", "trust_across_poles"}, "légitimité": {"legitimacy"}, "appartenance": {"belonging_pole"},
	"autonomie": {"professionals.autonomy"}, "réunions": {"arenas"}, "chef de pôle": {"chief"}, "projets": {"projects"},
	"mandat": {"mandates"}, "périmètre": {"perimeter"}, "parcours": {"pathways"}, "moral": {"morale"},
	"postes": {"staff.posts"}, "staff turnover": {"nurse_turnover", "physician_turnover"}, "départs": {"nurse_turnover", "physician_turnover"},
}

// Called returns the names of parameters, sections, outcomes and states that a common word stands for, if any.
func Called(word string) []string {
	return called[strings.ReplaceAll(strings.ToLower(strings.TrimSpace(word)), "’", "'")]
}
