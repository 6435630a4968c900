// Package fake is a local server that behaves as a Kingdee K3 Cloud (云星空) site
// does at its WebAPI: both ways of signing in, three request encodings, HTTP 200
// on failure, one row per entry line, licence slots and sessions that end.
//
// New makes an http.Handler; whoever wants it on a port mounts it. Everything
// that a client sees comes from Data and from the Put methods.
package fake

import (
	"time"

	"github.com/heliuhub/heliu/record"
)

// Clock is what the server reads the time from.
type Clock interface{ Now() time.Time }

// Data is what the server starts with. Zero fields get the defaults named beside
// them. Amounts, quantities, prices and rates are exact decimal texts in units of
// the currency ("2400.50", never fen); an empty text is 0. A rate is in percent ("13").
type Data struct {
	Access        Access
	ContractField string // custom text field of order, receivable and receipt; F_HL_CONTRACT
	Customers     []Customer
	Orders        []Order
	Receivables   []Receivable
	Receipts      []Receipt
}

// Access is how clients may sign in. Its zero value is replaced by DefaultAccess.
type Access struct {
	AcctID       string        // data centre
	Username     string        // integration user
	Password     string        // ValidateUser
	AppID        string        // LoginByAppSecret, LoginBySign and signature headers
	AppSecret    string        //
	OrgNumber    string        // organisation that signed requests act in
	DataCenter   string        // display name of the data centre
	SessionIdle  time.Duration // a session ends when unused that long; 20 min
	LicenceSlots int           // sessions at one time; 10
	MaxRows      int           // most rows of one ExecuteBillQuery; 2,000
}

// DefaultAccess is the access that a connection of the demo uses. Its secrets are made up.
func DefaultAccess() Access {
	return Access{
		AcctID: "6600aabbccdd01", Username: "integration", Password: "fake-password-0001",
		AppID: "900001_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u", AppSecret: "fake-app-secret-0001", OrgNumber: "100",
		DataCenter: "示例账套", SessionIdle: 20 * time.Minute, LicenceSlots: 10, MaxRows: 2000,
	}
}

// Base is a reference to base data (基础资料): asked for as FField.FNumber and
// FField.FName; FField alone gives a number made from both.
type Base struct{ Number, Name string }

// Letters of FDocumentStatus. An empty status in Data is StatusAudited.
const (
	StatusCreated  = "A"
	StatusApproval = "B"
	StatusAudited  = "C"
	StatusAgain    = "D"
	StatusDraft    = "Z"
)

// Stamp is what every form has beside its own fields. ID is the inner number (FID,
// FCUSTID), given by the server where it is 0. Created and Modified default to the
// clock; Put sets Modified from the clock. Approved stays empty unless set or the
// document is put with status C.
type Stamp struct {
	ID                          int64
	Status                      string // FDocumentStatus
	Created, Modified, Approved time.Time
}

// Customer is a BD_Customer. Number is its identity.
type Customer struct {
	Stamp
	Number, Name, ShortName                           string
	CreateOrg, UseOrg                                 Base   // both default to organisation 100
	TaxRegisterCode                                   string // FTAXREGISTERCODE 纳税登记号
	SocialCreditCode                                  string // FSOCIALCRECODE 统一社会信用代码
	Tel, InvoiceTitle, InvoiceTel, InvoiceAddress     string
	InvoiceBankName, InvoiceBankAccount               string
	Country, Seller, Dept, Group, CustType, TradeCurr Base
	Forbidden                                         bool // FForbidStatus B
}

// Order is a SAL_SaleOrder. BillNo is its identity; FBillAmount and FBillAllAmount
// are the sums of its entries.
type Order struct {
	Stamp
	BillNo            string
	BillType          Base // XSDD01_SYS 标准销售订单
	Date              record.Date
	SaleOrg           Base   // organisation 100
	Customer          string // number of a Customer
	Dept, Saler       Base
	Currency          string // PRE001
	ExchangeRate      string // 1
	Contract          string // the contract field
	Note              string
	Closed, Cancelled bool
	Entries           []OrderEntry
}

// OrderEntry is a line of FSaleOrderEntry.
type OrderEntry struct {
	ID             int64 // FEntryID; given by the server where it is 0
	Material, Unit Base
	Qty            string
	Price          string // without VAT
	TaxPrice       string // with VAT
	TaxRate        string // percent
	TaxAmount      string
	Amount         string // without VAT
	AllAmount      string // 价税合计
	DeliveryDate   record.Date
}

// Receivable is an AR_receivable. BillNo is its identity; FALLAMOUNTFOR and
// FNoTaxAmountFor are the sums of its entries. A red one has negative amounts.
type Receivable struct {
	Stamp
	BillNo           string
	BillType         Base // YSD01_SYS 标准应收单
	Date, EndDate    record.Date
	Customer         string // number of a Customer
	Currency         string // PRE001
	SettleOrg        Base   // organisation 100
	Saler            Base
	Contract         string // the contract field
	Remark           string
	WrittenOffStatus string // A none, B part, C full; A
	Cancelled        bool
	Entries          []ReceivableEntry
}

// ReceivableEntry is a line of FEntityDetail.
type ReceivableEntry struct {
	ID             int64
	Material       Base
	PriceQty       string
	TaxPrice       string
	TaxRate        string // percent
	AllAmountFor   string // with VAT
	NoTaxAmountFor string
	OrderNumber    string // FORDERNUMBER: BillNo of the order it was pushed from
}

// Receipt is an AR_RECEIVEBILL. BillNo is its identity; FRECAMOUNTFOR is the sum
// of its entries.
type Receipt struct {
	Stamp
	BillNo            string
	BillType          Base // SKDLX01_SYS 销售收款单
	Date              record.Date
	ContactUnit       string // 往来单位: number of a Customer
	PayUnit           string // 付款单位: number of a Customer; ContactUnit where empty
	SettleOrg, PayOrg Base   // organisation 100
	Saler             Base
	Currency          string // PRE001
	Contract          string // the contract field
	Remark            string // FREMARK
	ThirdBillNo       string
	WrittenOffStatus  string // A none, B part, C full; A
	Cancelled         bool
	Entries           []ReceiptEntry
}

// ReceiptEntry is a line of FRECEIVEBILLENTRY.
type ReceiptEntry struct {
	ID             int64
	SettleType     Base // JSFS04_SYS 电汇; bills are JSFS06_SYS and JSFS07_SYS
	Purpose        Base // SFKYT01_SYS 销售收款
	Account        Base // our bank account
	RecTotalAmount string
	Comment        string
	SourceBillNo   string // the receivable it was pushed from
}
