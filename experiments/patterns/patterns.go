package patterns

// patterns are those that a reference model was to show, numbered as when they were written down.
var patterns = []Pattern{
	{Number: 1, Name: "Patients move as in public logs",
		Criterion: "in the generated group 1–3 % of movements cross sites; on sites of 12 services and more the best split has a modularity of .15–.35, and 28–45 % of transfers cross it where it has 3–5 parts",
		Source:    "eight public movement logs, among them Bean et al. 2017", Calibrated: true, check: movements},
	{Number: 5, Name: "Where services do not depend on each other, meetings win nothing",
		Criterion: "with K across 0 no arena wins more than 2 standard errors of care over services on their own",
		Source:    "follows from what coordination is (Malone & Crowston 1994)", check: uncoupled},
	{Number: 6, Name: "Perimeters drawn at random keep little",
		Criterion: "aligned soft pôles win care, and random ones of equal sizes keep at most a third of it",
		Source:    "structure follows interdependence: Thompson 1967", check: randomPerimeters},
	{Number: 7, Name: "A soft pôle is best when it has the size of the work that hangs together",
		Criterion: "on a landscape that stays, the best of 2, 4, 8, 16, 32 and 64 services is within a factor 2 of the block of work",
		Source:    "near-decomposability: Simon 1962; Ethiraj & Levinthal 2004", check: bestSize},
	{Number: 8, Name: "Results serve care as far as goals agree",
		Criterion: "at low autonomy and validity .9 the incentive's effect on care rises with congruence; at validity 0 it is at most 5 % of the coordination gap",
		Source:    "multitask incentives: Holmström & Milgrom 1991", check: congruentResults},
	{Number: 9, Name: "Ceremony comes from what it pays",
		Criterion: "ceremoniality is 0 ± .02 where nobody gains by the indicator, and rises with each step of manipulability",
		Source:    "Meyer & Rowan 1977", check: ceremony},
}
