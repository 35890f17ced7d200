package movements_test

import (
	"fmt"

	"polesim/scenarios/movements"
)

func ExampleImport() {
	report, err := movements.Import(movements.Options{
		Flows:   "testdata/weekly.csv",
		Poles:   "testdata/poles.csv",
		Exclude: []string{"exit*"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Rows, "rows,", report.Kept, "movements between", report.Units, "services")
	for _, d := range report.Dropped {
		fmt.Println("left out:", d.Reason, d.Movements)
	}
	fmt.Println("given perimeter", report.Given)
	// Output:
	// 8 rows, 25 movements between 3 services
	// left out: from a unit to itself 4
	// left out: to or from excluded units 39
	// left out: count of 0 0
	// given perimeter keeps 80 % of movements inside its 2 groups (random perimeters of equal sizes: 32 %, at most 80 % in 95 of 100); modularity -0.020; sizes 2 1
}
