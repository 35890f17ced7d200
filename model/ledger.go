package model

import "math"

// An account holds cents. What one account pays another receives, so that all accounts together hold nothing.
type account int

const (
	insurance   account = iota // health insurance (assurance maladie): pays tariffs
	endowment                  // the state's historical endowment (dotation)
	treasury                   // of the hospital: what pôles do not keep, and what is nobody's
	investment                 // of the hospital: what equipment is still worth, with a minus sign
	fund                       // of incentives
	wages                      // what staff received
	suppliers                  // what suppliers received
	firstBudget                // of the first pôle; the others follow
)

// budget is the account of a pôle.
func budget(p PoleID) account { return firstBudget + account(p) }

// A ledger is double-entry bookkeeping: the only way to change it is to move an amount from one account to another.
type ledger struct{ balance []int64 } // cents, by account

// empty clears all accounts.
func (l *ledger) empty() { clear(l.balance) }

// regroup opens accounts for so many pôles; what the former ones held goes to the treasury.
func (l *ledger) regroup(poles int) {
	for a := int(firstBudget); a < len(l.balance); a++ {
		l.post(account(a), treasury, l.balance[a])
	}
	accounts := int(firstBudget) + poles
	for len(l.balance) < accounts {
		l.balance = append(l.balance, 0)
	}
	l.balance = l.balance[:accounts]
}

// post moves cents from one account to another: a debit and an equal credit.
func (l *ledger) post(from, to account, cents int64) {
	l.balance[from] -= cents
	l.balance[to] += cents
}

// cents are an amount in euros, rounded to the cent; amounts beyond nine billion euros are cut there.
func cents(euros float64) int64 {
	const most = 9e11
	amount := float64(euros * 100)
	switch {
	case amount > most:
		amount = most
	case amount < -most:
		amount = -most
	}
	return int64(math.Floor(amount + .5))
}
