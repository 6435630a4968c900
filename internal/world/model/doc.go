// Package model holds what the demo world delivers to the systems around the hub,
// each record with the text as sent (mess and all), the clean value behind it, and
// what truly happened. The generator (package world) makes these records, the
// adapters turn the texts into each system's own shape, and package truth reads the
// clean values. Nothing of the hub reads this package.
package model

// The connections of the demo workspace.
const (
	ConnForm    = "demo-form"    // web forms, public key, no signature
	ConnHook    = "demo-hook"    // web forms, Standard Webhooks
	ConnFair    = "demo-fair"    // uploaded lists
	ConnBaidu   = "demo-baidu"   // SEM spend reports
	ConnCRM     = "demo-crm"     // generic REST CRM
	ConnKingdee = "demo-kingdee" // K3 Cloud
)

// The streams, as they stand in record names.
const (
	StreamLeads        = "leads"
	StreamFair         = "trade_fair"
	StreamOfflineCost  = "offline_cost"
	StreamEmployeeList = "employees"
	StreamSpend        = "spend"
	StreamCustomers    = "customers"
	StreamContacts     = "contacts"
	StreamDeals        = "deals"
	StreamStages       = "stage-changes"
	StreamActivities   = "activities"
	StreamEmployees    = "employees"
	StreamOrgUnits     = "org-units"
	StreamOrders       = "orders"
	StreamReceivables  = "receivables"
	StreamReceipts     = "receipts"
)

// Name is the name of a record: <connection>/<stream>/<key>. It is also the touch key.
type Name string

// NameOf joins the parts of a record name.
func NameOf(conn, stream, key string) Name { return Name(conn + "/" + stream + "/" + key) }
