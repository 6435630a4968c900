package record

import "time"

// The canonical entities. A field tag `canon:"required"` makes a field required;
// `pii:"P"` (personal) and `pii:"S"` (sensitive) give its class. Fields that nobody
// declared stay in Extra: kept and shown, never merged.

// Code is a customer's or employee's code in one system, account set and legal entity.
type Code struct {
	System      string `json:"system"`
	AccountSet  string `json:"account_set,omitempty"`
	LegalEntity string `json:"legal_entity,omitempty"`
	Code        string `json:"code"`
}

// Relation is a dated tie between two customers. It never merges them.
// It reads "this customer is <kind> <to>": subsidiary_of, branch_of, same_group,
// succeeded_by, dealer_of, end_customer_of, leased_by, treasury_payer_for,
// authorised_payer_for, former_name_of.
type Relation struct {
	Kind  string `json:"kind"`
	To    Ref    `json:"to"`
	Since Date   `json:"since,omitempty"`
	Until Date   `json:"until,omitempty"`
}

// BankAccount is an account of a customer.
type BankAccount struct {
	AccountNo string `json:"account_no" pii:"S"`
	Bank      string `json:"bank,omitempty"`
	Name      string `json:"name,omitempty"`
}

// Customer 客户.
type Customer struct {
	LegalName           string            `json:"legal_name" canon:"required"`
	TaxID               string            `json:"tax_id,omitempty"`
	RegistrationNo      string            `json:"registration_no,omitempty"`
	ShortName           string            `json:"short_name,omitempty"`
	FormerNames         []string          `json:"former_names,omitempty"`
	OrgKind             string            `json:"org_kind,omitempty"`
	Industry            string            `json:"industry,omitempty"`
	Employees           *int64            `json:"employees,omitempty"`
	RegisteredCapital   *Money            `json:"registered_capital,omitempty"`
	LegalRepresentative string            `json:"legal_representative,omitempty" pii:"P"`
	RegionCode          string            `json:"region_code,omitempty"`
	Address             string            `json:"address,omitempty"`
	Phones              []string          `json:"phones,omitempty"`
	Emails              []string          `json:"emails,omitempty"`
	Website             string            `json:"website,omitempty"`
	Level               string            `json:"level,omitempty"`
	HospitalGrade       string            `json:"hospital_grade,omitempty"`
	PurchaseCycle       string            `json:"purchase_cycle,omitempty"`
	CreditLimit         *Money            `json:"credit_limit,omitempty"`
	PaymentTerms        string            `json:"payment_terms,omitempty"`
	Status              string            `json:"status,omitempty" enum:"active,frozen,deregistered"`
	Owner               *Ref              `json:"owner,omitempty" ref:"employee"`
	BankAccounts        []BankAccount     `json:"bank_accounts,omitempty"`
	InvoiceTitle        string            `json:"invoice_title,omitempty"`
	Codes               []Code            `json:"codes,omitempty"`
	Relations           []Relation        `json:"relations,omitempty"`
	Extra               map[string]string `json:"extra,omitempty"`
}

// Contact 联系人.
type Contact struct {
	Name            string            `json:"name" canon:"required" pii:"P"`
	Customer        *Ref              `json:"customer,omitempty" ref:"customer"`
	Department      string            `json:"department,omitempty"`
	Title           string            `json:"title,omitempty"`
	Roles           []string          `json:"roles,omitempty"`
	Mobiles         []string          `json:"mobiles,omitempty" pii:"P"`
	Phones          []string          `json:"phones,omitempty" pii:"P"`
	Emails          []string          `json:"emails,omitempty" pii:"P"`
	WecomExternalID string            `json:"wecom_external_id,omitempty" pii:"P"`
	WechatUnionID   string            `json:"wechat_unionid,omitempty" pii:"P"`
	WechatOpenID    string            `json:"wechat_openid,omitempty" pii:"P"`
	Consent         map[string]string `json:"consent,omitempty"`
	Extra           map[string]string `json:"extra,omitempty"`
}

// Employee 员工.
type Employee struct {
	Number         string            `json:"number" canon:"required"`
	Name           string            `json:"name" canon:"required" pii:"P"`
	Mobile         string            `json:"mobile,omitempty" pii:"P"`
	WecomUserID    string            `json:"wecom_userid,omitempty"`
	DingtalkUserID string            `json:"dingtalk_userid,omitempty"`
	Email          string            `json:"email,omitempty"`
	OrgUnit        *Ref              `json:"org_unit,omitempty" ref:"org_unit"`
	Manager        *Ref              `json:"manager,omitempty" ref:"employee"`
	Status         string            `json:"status,omitempty" enum:"active,on_leave,left"`
	LeftOn         Date              `json:"left_on,omitempty"`
	Codes          []Code            `json:"codes,omitempty"`
	Extra          map[string]string `json:"extra,omitempty"`
}

// OrgUnit 组织.
type OrgUnit struct {
	Code   string            `json:"code" canon:"required"`
	Name   string            `json:"name" canon:"required"`
	Parent *Ref              `json:"parent,omitempty" ref:"org_unit"`
	Kind   string            `json:"kind,omitempty" enum:"legal_entity,region,department,team"`
	Extra  map[string]string `json:"extra,omitempty"`
}

// Lead 线索. It is also the touch that marketing counts, at CreatedAt.
type Lead struct {
	ContactName     string            `json:"contact_name,omitempty" pii:"P"`
	CompanyName     string            `json:"company_name,omitempty"`
	Department      string            `json:"department,omitempty"`
	TaxID           string            `json:"tax_id,omitempty"`
	Mobile          string            `json:"mobile,omitempty" pii:"P"`
	Phone           string            `json:"phone,omitempty" pii:"P"`
	Email           string            `json:"email,omitempty" pii:"P"`
	WecomExternalID string            `json:"wecom_external_id,omitempty" pii:"P"`
	Product         string            `json:"product,omitempty"`
	Budget          string            `json:"budget,omitempty"`
	Message         string            `json:"message,omitempty"`
	Channel         string            `json:"channel" canon:"required"`
	Campaign        string            `json:"campaign,omitempty"`
	CampaignID      string            `json:"campaign_id,omitempty"`
	AdGroup         string            `json:"ad_group,omitempty"`
	Keyword         string            `json:"keyword,omitempty"`
	Creative        string            `json:"creative,omitempty"`
	Medium          string            `json:"medium,omitempty"`
	SourceDetail    string            `json:"source_detail,omitempty"`
	LandingPage     string            `json:"landing_page,omitempty"`
	Referrer        string            `json:"referrer,omitempty"`
	UTM             map[string]string `json:"utm,omitempty"`
	ClickIDs        map[string]string `json:"click_ids,omitempty"`
	IP              string            `json:"ip,omitempty" pii:"S"`
	Region          string            `json:"region,omitempty"`
	CreatedAt       time.Time         `json:"created_at" canon:"required"`
	Status          string            `json:"status,omitempty" enum:"new,working,qualified,converted,invalid"`
	InvalidReason   string            `json:"invalid_reason,omitempty"`
	Owner           *Ref              `json:"owner,omitempty" ref:"employee"`
	AssignedAt      *time.Time        `json:"assigned_at,omitempty"`
	FirstFollowupAt *time.Time        `json:"first_followup_at,omitempty"`
	Tags            []string          `json:"tags,omitempty"`
	Credibility     string            `json:"credibility,omitempty" enum:"A,B,C"`
	Partner         *Ref              `json:"partner,omitempty" ref:"customer"`
	Consent         map[string]string `json:"consent,omitempty"`
	Extra           map[string]string `json:"extra,omitempty"`
}

// Activity 跟进.
type Activity struct {
	On           *Ref              `json:"on" canon:"required"`
	Owner        *Ref              `json:"owner,omitempty" ref:"employee"`
	Kind         string            `json:"kind,omitempty" enum:"call,visit,chat,email,meeting,demo,quote"`
	Text         string            `json:"text,omitempty"`
	At           *time.Time        `json:"at,omitempty"`
	PainPoint    string            `json:"pain_point,omitempty"`
	Obstacle     string            `json:"obstacle,omitempty"`
	Roles        []string          `json:"roles,omitempty"`
	NextAction   string            `json:"next_action,omitempty"`
	NextAt       Date              `json:"next_at,omitempty"`
	PausedReason string            `json:"paused_reason,omitempty"`
	Extra        map[string]string `json:"extra,omitempty"`
}

// Spend 花费: what one campaign (or finer) cost on one day.
type Spend struct {
	Platform    string            `json:"platform" canon:"required"`
	Account     string            `json:"account" canon:"required"`
	Day         Date              `json:"day" canon:"required"`
	Channel     string            `json:"channel" canon:"required"`
	Campaign    string            `json:"campaign,omitempty"`
	CampaignID  string            `json:"campaign_id,omitempty"`
	AdGroup     string            `json:"ad_group,omitempty"`
	Keyword     string            `json:"keyword,omitempty"`
	Creative    string            `json:"creative,omitempty"`
	Impressions *int64            `json:"impressions,omitempty"`
	Clicks      *int64            `json:"clicks,omitempty"`
	CostGross   Money             `json:"cost_gross" canon:"required"` // before rebate
	Rebate      *Money            `json:"rebate,omitempty"`
	CostNet     Money             `json:"cost_net" canon:"required"` // after rebate
	TaxRate     string            `json:"tax_rate,omitempty"`        // decimal fraction: 0.06
	TaxIncluded bool              `json:"tax_included" canon:"required"`
	ReportID    string            `json:"report_id,omitempty"`
	FetchedAt   *time.Time        `json:"fetched_at,omitempty"`
	Spread      string            `json:"spread,omitempty" enum:"day,range,per_lead"`
	RangeFrom   Date              `json:"range_from,omitempty"`
	RangeTo     Date              `json:"range_to,omitempty"`
	EnteredBy   string            `json:"entered_by,omitempty"`
	Extra       map[string]string `json:"extra,omitempty"`
}

// PlanLine is one line of a deal's payment plan.
type PlanLine struct {
	No      int64  `json:"no"`
	Trigger string `json:"trigger,omitempty" enum:"date,signed,delivered,accepted,retention_end"`
	Due     Date   `json:"due,omitempty"`
	Amount  Money  `json:"amount"`
	Kind    string `json:"kind,omitempty" enum:"deposit,instalment,retention"`
}

// Deal 商机/合同.
type Deal struct {
	Number         string            `json:"number" canon:"required"`
	Name           string            `json:"name,omitempty"`
	Buyer          *Ref              `json:"buyer" canon:"required" ref:"customer"`
	EndCustomer    *Ref              `json:"end_customer,omitempty" ref:"customer"`
	Partner        *Ref              `json:"partner,omitempty" ref:"customer"`
	Payers         []Ref             `json:"payers,omitempty" ref:"customer"`
	Lead           *Ref              `json:"lead,omitempty" ref:"lead"`
	Owner          *Ref              `json:"owner,omitempty" ref:"employee"`
	Stage          string            `json:"stage,omitempty"`
	Status         string            `json:"status" canon:"required" enum:"open,won,lost,void"`
	Probability    string            `json:"probability,omitempty"`
	Amount         *Money            `json:"amount,omitempty"` // gross, with VAT
	Net            *Money            `json:"net,omitempty"`    // without VAT
	TaxRate        string            `json:"tax_rate,omitempty"`
	ProductLine    string            `json:"product_line,omitempty"`
	ContractNo     string            `json:"contract_no,omitempty"`
	ContractStatus string            `json:"contract_status,omitempty" enum:"draft,approving,signed,void"`
	CreatedAt      time.Time         `json:"created_at" canon:"required"`
	SignedAt       *time.Time        `json:"signed_at,omitempty"`
	StartsOn       Date              `json:"starts_on,omitempty"`
	EndsOn         Date              `json:"ends_on,omitempty"`
	ClosedAt       *time.Time        `json:"closed_at,omitempty"`
	LostReason     string            `json:"lost_reason,omitempty"`
	LegalEntity    string            `json:"legal_entity,omitempty"`
	PaymentPlan    []PlanLine        `json:"payment_plan,omitempty"`
	Extra          map[string]string `json:"extra,omitempty"`
}

// StageChange 阶段变更.
type StageChange struct {
	On       *Ref              `json:"on" canon:"required"`
	From     string            `json:"from,omitempty"`
	To       string            `json:"to" canon:"required"`
	At       time.Time         `json:"at" canon:"required"`
	By       *Ref              `json:"by,omitempty" ref:"employee"`
	Evidence *Ref              `json:"evidence,omitempty" ref:"activity"`
	Extra    map[string]string `json:"extra,omitempty"`
}

// OrderLine is one line of an order.
type OrderLine struct {
	LineNo      string `json:"line_no"`
	Product     string `json:"product,omitempty"`
	ProductLine string `json:"product_line,omitempty"`
	Qty         string `json:"qty,omitempty"`
	Price       *Money `json:"price,omitempty"`
	TaxRate     string `json:"tax_rate,omitempty"`
	Amount      *Money `json:"amount,omitempty"`
	Net         *Money `json:"net,omitempty"`
}

// Order 销售订单.
type Order struct {
	Number      string            `json:"number" canon:"required"`
	Customer    *Ref              `json:"customer" canon:"required" ref:"customer"`
	EndCustomer *Ref              `json:"end_customer,omitempty" ref:"customer"`
	Deal        *Ref              `json:"deal,omitempty" ref:"deal"`
	ContractNo  string            `json:"contract_no,omitempty"`
	Date        Date              `json:"date" canon:"required"`
	Amount      Money             `json:"amount" canon:"required"` // gross, with VAT
	Net         *Money            `json:"net,omitempty"`
	Tax         *Money            `json:"tax,omitempty"`
	Status      string            `json:"status,omitempty" enum:"open,closed,cancelled"`
	LegalEntity string            `json:"legal_entity,omitempty"`
	AccountSet  string            `json:"account_set,omitempty"`
	Lines       []OrderLine       `json:"lines,omitempty"`
	Owner       *Ref              `json:"owner,omitempty" ref:"employee"`
	Extra       map[string]string `json:"extra,omitempty"`
}

// Receivable 应收/发票: negative for a red invoice or a credit note.
type Receivable struct {
	Number      string            `json:"number" canon:"required"`
	Kind        string            `json:"kind" canon:"required" enum:"receivable,fapiao,red_fapiao,credit_note,opening"`
	Customer    *Ref              `json:"customer" canon:"required" ref:"customer"`
	Deal        *Ref              `json:"deal,omitempty" ref:"deal"`
	Order       *Ref              `json:"order,omitempty" ref:"order"`
	ContractNo  string            `json:"contract_no,omitempty"`
	Date        Date              `json:"date" canon:"required"`
	Due         Date              `json:"due,omitempty"`
	Amount      Money             `json:"amount" canon:"required"` // gross, with VAT
	Net         *Money            `json:"net,omitempty"`
	Tax         *Money            `json:"tax,omitempty"`
	WrittenOff  *Money            `json:"written_off,omitempty"`
	Status      string            `json:"status,omitempty" enum:"open,partial,closed,void"`
	LegalEntity string            `json:"legal_entity,omitempty"`
	AccountSet  string            `json:"account_set,omitempty"`
	Extra       map[string]string `json:"extra,omitempty"`
}

// Payment 收款.
type Payment struct {
	ID              string            `json:"id" canon:"required"`
	Kind            string            `json:"kind" canon:"required" enum:"receipt,refund,reversal,fee,payout,bill_received,bill_endorsed,bill_discounted,bill_matured,bill_bounced,opening"`
	OurAccount      string            `json:"our_account" canon:"required"`
	ValueDate       Date              `json:"value_date" canon:"required"`
	CashDate        Date              `json:"cash_date,omitempty"`
	Amount          Money             `json:"amount" canon:"required"`
	PayerName       string            `json:"payer_name,omitempty"`
	PayerAccount    string            `json:"payer_account,omitempty" pii:"S"`
	PayerBank       string            `json:"payer_bank,omitempty"`
	Memo            string            `json:"memo,omitempty"`
	BankReference   string            `json:"bank_reference,omitempty"`
	BillNo          string            `json:"bill_no,omitempty"`
	BillDue         Date              `json:"bill_due,omitempty"`
	VirtualAccount  string            `json:"virtual_account,omitempty"`
	Customer        *Ref              `json:"customer,omitempty" ref:"customer"` // who paid, as the source knows it
	ContractNo      string            `json:"contract_no,omitempty"`
	SettlementBatch string            `json:"settlement_batch,omitempty"`
	LegalEntity     string            `json:"legal_entity,omitempty"`
	AccountSet      string            `json:"account_set,omitempty"`
	Extra           map[string]string `json:"extra,omitempty"`
}

// Campaign 活动.
type Campaign struct {
	ID      string            `json:"id" canon:"required"`
	Name    string            `json:"name" canon:"required"`
	Channel string            `json:"channel" canon:"required"`
	Kind    string            `json:"kind,omitempty"`
	Starts  Date              `json:"starts,omitempty"`
	Ends    Date              `json:"ends,omitempty"`
	Budget  *Money            `json:"budget,omitempty"`
	Owner   *Ref              `json:"owner,omitempty" ref:"employee"`
	Extra   map[string]string `json:"extra,omitempty"`
}

// Names of the canonical entity kinds.
const (
	KindCustomer    = "customer"
	KindContact     = "contact"
	KindEmployee    = "employee"
	KindOrgUnit     = "org_unit"
	KindLead        = "lead"
	KindActivity    = "activity"
	KindSpend       = "spend"
	KindDeal        = "deal"
	KindStageChange = "stage_change"
	KindOrder       = "order"
	KindReceivable  = "receivable"
	KindPayment     = "payment"
	KindCampaign    = "campaign"
)

// Channels is the standard list of marketing channels with their titles.
var Channels = []Channel{
	{"baidu_sem", "百度SEM", "Baidu SEM"},
	{"douyin", "抖音", "Douyin"},
	{"tencent_ads", "腾讯广告", "Tencent Ads"},
	{"wechat_mp", "公众号", "WeChat official account"},
	{"wecom", "企业微信", "WeCom"},
	{"website", "官网", "Website"},
	{"trade_fair", "展会", "Trade fair"},
	{"call_400", "400电话", "400 call"},
	{"sms", "短信", "SMS"},
	{"email", "邮件", "E-mail"},
	{"referral", "转介绍", "Referral"},
	{"partner", "经销商", "Partner"},
	{"third_party_list", "第三方名单", "Third-party list"},
	{"outbound_call", "电话外呼", "Outbound call"},
	{"dingtalk", "钉钉", "DingTalk"},
	{"direct", "直接", "Direct"},
	{"other", "其他", "Other"},
}

// Channel is one marketing channel.
type Channel struct{ ID, Zh, En string }
