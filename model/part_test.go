package model

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// The document lists what happens in a month in the order in which parts act.
func TestTheDocumentListsPartsInTheOrderInWhichTheyAct(t *testing.T) {
	page, err := os.ReadFile("../docs/odd.md")
	if err != nil {
		t.Fatal(err)
	}
	_, month, _ := strings.Cut(string(page), "## 3. Process overview")
	opening, closing, found := strings.Cut(month, "*Close*")
	closing, _, ends := strings.Cut(closing, "## 4.")
	if !found || !ends {
		t.Fatal("no list of what happens in a month")
	}
	// What the two lists say of each part that acts then.
	opens := map[string]string{"*model.workProcesses": "analysts try", "*model.norms": "codes learn", "*model.social": "mandates end",
		"*model.staff": "morale moves", "*model.money": "bonuses, envelopes and reports", "*model.steering": "are called to the management",
		"*model.projects": "members work"}
	closes := map[string]string{"*model.workProcesses": "templates are rolled out", "*model.social": "belonging and legitimacy move",
		"*model.care": "the month is told", "*model.money": "books are kept", "*model.steering": "the cycle reads the month",
		"*model.projects": "the direction decides on projects"}
	words := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	for list, said := range map[string]map[string]string{words(opening): opens, words(closing): closes} {
		var order []int
		for _, p := range newHospital(newStructure(scenario(t, nil)), true).parts {
			if says, ok := said[fmt.Sprintf("%T", p)]; ok {
				order = append(order, strings.Index(list, says))
			}
		}
		if len(order) != len(said) || slices.Contains(order, -1) || !slices.IsSorted(order) {
			t.Errorf("parts act in another order than the document says: they stand at %v", order)
		}
	}
}
