package model

import "time"

// PlanLine is a line of a payment plan.
type PlanLine struct {
	No      int
	Trigger string
	Due     string
	Amount  int64 // fen
	Kind    string
}

// Deal is a deal of the CRM. Amounts are fen.
type Deal struct {
	Name        Name
	Key         string
	Number      string
	Title       string
	Buyer       Name
	EndCustomer Name
	Partner     Name
	Payers      []Name
	Lead        Name // empty, or a lead of the CRM
	Owner       string
	Stage       string
	Status      string
	Amount, Net int64
	TaxPercent  int64
	ProductLine string
	ContractNo  string
	CreatedAt   time.Time
	SignedAt    time.Time // zero when not signed
	ClosedAt    time.Time
	LostReason  string
	Plan        []PlanLine

	BuyerOrg, EndOrg string // true organisations
	ViaDealer        bool
}

// StageChange is one step of a deal.
type StageChange struct {
	Key, Deal, From, To, By, Evidence string
	At                                time.Time
}

// Activity is a follow-up on a deal or customer.
type Activity struct {
	Key, Object, On, Owner, Kind, Text, PainPoint, NextAction, NextAt string
	At                                                                time.Time
}
