package verify

// Truth is the world's truth as its control address gives it (GET /world/truth).
type Truth struct {
	Delivered int      `json:"delivered"`
	Provable  Provable `json:"provable"`
	Happened  Happened `json:"happened"`
}

// Provable is what the delivered records prove.
type Provable struct {
	Organisations [][]string   `json:"organisations"`
	Persons       [][]string   `json:"persons"`
	Revenue       []fact       `json:"revenue"`
	Cost          []fact       `json:"cost"`
	Unattributed  []fact       `json:"unattributed"`
	Paths         []DealPath   `json:"paths"`
	Matches       []TruthMatch `json:"matches"`
}

type fact struct {
	Model    string `json:"model"`
	Channel  string `json:"channel"`
	Campaign string `json:"campaign"`
	Month    string `json:"month"`
	Gross    int64  `json:"gross_fen"`
	Net      int64  `json:"net_fen"`
	Excl     int64  `json:"cost_excl_fen"`
	Incl     int64  `json:"cost_incl_fen"`
}

// DealPath is the counted touches of a deal, in order of time.
type DealPath struct {
	Deal    string   `json:"deal"`
	Touches []string `json:"touches"`
}

// TruthMatch is a match that the reference rule makes.
type TruthMatch struct {
	Payment string `json:"payment"`
	Item    string `json:"item"`
	Deal    string `json:"deal"`
	Amount  int64  `json:"amount_fen"`
}

// Happened is what truly happened.
type Happened struct {
	Records []struct {
		Record       string `json:"record"`
		Organisation string `json:"organisation"`
		Person       string `json:"person"`
	} `json:"records"`
	Deals []struct {
		Deal       string   `json:"deal"`
		FirstTouch string   `json:"first_touch"`
		Touches    []string `json:"touches"`
	} `json:"deals"`
	Payments []struct {
		Payment string `json:"payment"`
		Parts   []struct {
			Deal   string `json:"deal"`
			Amount int64  `json:"amount_fen"`
		} `json:"parts"`
	} `json:"payments"`
}

func (p Provable) revenue() map[Cell][2]int64 {
	out := map[Cell][2]int64{}
	for _, f := range p.Revenue {
		out[Cell{f.Model, f.Channel, f.Campaign, f.Month}] = [2]int64{f.Gross, f.Net}
	}
	return out
}

func (p Provable) cost() map[Cell][2]int64 {
	out := map[Cell][2]int64{}
	for _, f := range p.Cost {
		out[Cell{Channel: f.Channel, Campaign: f.Campaign, Month: f.Month}] = [2]int64{f.Excl, f.Incl}
	}
	return out
}

func (p Provable) unattributed() map[string][2]int64 {
	out := map[string][2]int64{}
	for _, f := range p.Unattributed {
		out[f.Month] = [2]int64{f.Gross, f.Net}
	}
	return out
}

func (t Truth) organisationOf() map[string]string {
	out := map[string]string{}
	for _, r := range t.Happened.Records {
		out[r.Record] = r.Organisation
	}
	return out
}

func (t Truth) personOf() map[string]string {
	out := map[string]string{}
	for _, r := range t.Happened.Records {
		out[r.Record] = r.Person
	}
	return out
}
