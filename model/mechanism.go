package model

import "polesim/sim"

// A Mechanism is a way in which services coordinate (Mintzberg 1979). Each is a type in a file of its own and a line
// in the list below; its name makes the column share_<name>. What a mechanism needs from users it declares itself.
type Mechanism interface {
	// Name is its name in columns and keys.
	Name() string
	// About says in a few words what one unit of time does.
	About() string
}

// Chosen is a mechanism on which a service may spend units of its own attention. Its formal share is formal.<name>.
type Chosen interface {
	Mechanism
	// Formal is the parameter that says how much of attention the organisation formally gives it.
	Formal() ParameterID
	// Open says whether the services of pôle p may use it. What is open may be learned whatever its formal share; a
	// mechanism that should leave scenarios that do not name it as they are is OptIn.
	Open(h *Hospital, p PoleID) bool
}

// OptIn is a chosen mechanism that is open only where its formal share is above 0, whatever Open says. Scenarios that do
// not name it stay as they are, to the bit.
type OptIn interface {
	Chosen
	// OptIn does nothing.
	OptIn()
}

// Alone is a chosen mechanism by which a service acts on its own.
type Alone interface {
	Chosen
	// Spend spends a unit of attention of service i and returns what that was worth to i, in effectiveness.
	Spend(h *Hospital, i ServiceID, s *sim.Stream) (worth float64)
}

// Bounded is a mechanism of services on their own that may have no use for a unit: no decision left, nothing to take over.
// The unit then goes back to skills, as does that of a meeting which nobody else comes to.
type Bounded interface {
	Alone
	// Takes says whether it takes a unit of service i's now, and if so sets it aside.
	Takes(h *Hospital, i ServiceID) bool
}

// Together is a mechanism by which two services spend a meeting unit each.
type Together interface {
	Mechanism
	// Settles is the kind of item that is settled so.
	Settles() item
	// Hold holds the meeting and returns what it was worth to each, in effectiveness.
	Hold(h *Hospital, m *meeting, s *sim.Stream) (worth, others float64)
}

// Kept is a mechanism that keeps parameters or a state of its own in each hospital. What New returns may also be a part: then it takes
// in parameters as they change, starts each replication anew and does things by itself, monthly or yearly.
type Kept interface {
	Mechanism
	// New returns the mechanism as it works in one hospital.
	New() Mechanism
}

// Observed is a kept mechanism that lets be seen more than its share of time. of is the mechanism at work in the hospital
// that is looked at.
type Observed interface {
	Kept
	// Outcomes lists outcomes of its own, all monthly.
	Outcomes(of func(*Hospital) Mechanism) []Outcome
	// States lists what it keeps from month to month, if that is a number.
	States(of func(*Hospital) Mechanism) []State
}

// atWork returns the mechanism as it works in one hospital.
func atWork(m Mechanism) Mechanism {
	if kept, ok := m.(Kept); ok {
		return kept.New()
	}
	return m
}

// mechanisms are all there are. To add one, write its file and enter it here, last: the order is that of columns.
var mechanisms = []Mechanism{
	skillsMechanism{},
	resultsMechanism{},
	plansMechanism{},
	ceremonyMechanism{},
	mutualAdjustmentMechanism{},
	directSupervisionMechanism{},
	workProcessesMechanism{},
	normsMechanism{},
}

// mechanismIndex returns the place of a mechanism in the list.
func mechanismIndex(m Mechanism) int {
	for i := range mechanisms {
		if mechanisms[i] == m {
			return i
		}
	}
	panic("model: " + m.Name() + " is not in the list of mechanisms")
}

// The places of mechanisms that somebody asks for by name: skills, to which all time goes back that nothing else takes, and
// those that ceremoniality counts.
var (
	skillsAt   = mechanismIndex(skillsMechanism{})
	resultsAt  = mechanismIndex(resultsMechanism{})
	plansAt    = mechanismIndex(plansMechanism{})
	ceremonyAt = mechanismIndex(ceremonyMechanism{})
)

// settledBy says by which mechanism each kind of item is settled.
var settledBy = func() (at [items]int) {
	for k, m := range mechanisms {
		if m, ok := m.(Together); ok {
			at[m.Settles()] = k
		}
	}
	return at
}()

// chosen and alone say of each mechanism whether attention may be spent on it, and whether a service acts alone then.
var chosen, alone = func() (chosen, alone []bool) {
	for _, m := range mechanisms {
		_, c := m.(Chosen)
		_, a := atWork(m).(Alone)
		chosen, alone = append(chosen, c), append(alone, a)
	}
	return chosen, alone
}()

// MechanismNames lists the mechanisms in the order of their share_ columns.
func MechanismNames() []string {
	names := make([]string, len(mechanisms))
	for i, m := range mechanisms {
		names[i] = m.Name()
	}
	return names
}
