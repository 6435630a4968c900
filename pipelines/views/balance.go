package views

// Miscount is a count that is not what counting every row gives.
type Miscount struct {
	Connection string `json:"connection"`
	Stream     string `json:"stream"`
	What       string `json:"what" doc:"landed, or an outcome"`
	Counted    int64  `json:"counted"`
	Rows       int64  `json:"rows"`
}

// Refused counts requests that the door refused.
type Refused struct {
	Connector string `json:"connector"`
	Code      string `json:"code"`
	Message   *Text  `json:"message,omitempty"`
	Requests  int64  `json:"requests"`
}
