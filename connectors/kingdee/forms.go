package kingdee

import (
	"strings"

	"github.com/heliuhub/heliu/connectors"
)

// form is how one stream is asked for.
type form struct {
	id       string   // FormId
	key      string   // field of the inner number
	number   string   // field of the document's number
	entryKey string   // field of the entry line's number, "" where there are no lines
	head     []string // further head fields
	entry    []string // further entry fields
	filter   string   // what is asked beside the cursor
	finish   func(connectors.Settings, *document)
}

// fields are the field keys in the order in which they are asked for.
func (f form) fields() []string {
	out := append([]string{f.key, f.number, fieldModified, fieldCreated}, f.head...)
	if f.entryKey != "" {
		out = append(out, f.entryKey)
	}
	return append(out, f.entry...)
}

const (
	fieldModified = "FModifyDate"
	fieldCreated  = "FCreateDate"
)

// order is the OrderString of the cursor; within a document by line.
func (f form) order() string { return fieldModified + " ASC," + f.orderByKey() }

// orderByKey orders by inner number and line.
func (f form) orderByKey() string {
	if f.entryKey == "" {
		return f.key + " ASC"
	}
	return f.key + " ASC," + f.entryKey + " ASC"
}

// forms gives the four forms as the settings want them.
func forms(s connectors.Settings) map[string]form {
	contract := []string{}
	if c := s.String("contract_field"); c != noField {
		contract = append(contract, c)
	}
	uscc := []string{}
	if c := s.String("uscc_field"); c != noField {
		uscc = append(uscc, c)
	}
	customers := form{
		id: "BD_Customer", key: "FCUSTID", number: "FNumber", finish: finishCustomer,
		head: append([]string{
			"FName", "FShortName", "FCreateOrgId.FNumber", "FUseOrgId.FNumber", "FTAXREGISTERCODE", "FINVOICETITLE", "FINVOICEBANKNAME",
			"FINVOICEBANKACCOUNT", "FINVOICETEL", "FINVOICEADDRESS", "FTEL", "FSELLER.FNumber", "FDocumentStatus", "FForbidStatus",
		}, uscc...),
	}
	if org := s.String("use_org"); org != "" {
		customers.filter = "FUseOrgId.FNumber='" + quote(org) + "'"
	}
	return map[string]form{
		"customers": customers,
		"orders": {
			id: "SAL_SaleOrder", key: "FID", number: "FBillNo", entryKey: "FSaleOrderEntry_FEntryID", finish: finishOrder,
			head: append([]string{
				"FBillTypeID.FNumber", "FDate", "FSaleOrgId.FNumber", "FCustId.FNumber", "FCustId.FName", "FSalerId.FNumber",
				"FSettleCurrId.FNumber", "FBillAmount", "FBillAllAmount", "FDocumentStatus", "FCloseStatus", "FCancelStatus", "FNote", "FApproveDate",
			}, contract...),
			entry: []string{"FMaterialId.FNumber", "FMaterialId.FName", "FQty", "FTaxPrice", "FTaxRate", "FAmount", "FAllAmount", "FDeliveryDate"},
		},
		"receivables": {
			id: "AR_receivable", key: "FID", number: "FBillNo", entryKey: "FEntityDetail_FEntryID", finish: finishReceivable,
			head: append([]string{
				"FBillTypeID.FNumber", "FDATE", "FENDDATE_H", "FCUSTOMERID.FNumber", "FCUSTOMERID.FName", "FCURRENCYID.FNumber",
				"FSETTLEORGID.FNumber", "FALLAMOUNTFOR", "FNoTaxAmountFor", "FWRITTENOFFSTATUS", "FDocumentStatus", "FCancelStatus", "FApproveDate",
			}, contract...),
			entry: []string{"FMATERIALID.FNumber", "FPriceQty", "FTaxPrice", "FALLAMOUNTFOR_D", "FORDERNUMBER"},
		},
		"receipts": {
			id: "AR_RECEIVEBILL", key: "FID", number: "FBILLNO", entryKey: "FRECEIVEBILLENTRY_FENTRYID", finish: finishReceipt,
			head: append([]string{
				"FBILLTYPEID.FNumber", "FDATE", "FCONTACTUNIT.FNumber", "FCONTACTUNIT.FName", "FPAYUNIT.FNumber", "FPAYUNIT.FName",
				"FCURRENCYID.FNumber", "FSETTLEORGID.FNumber", "FRECAMOUNTFOR", "FWRITTENOFFSTATUS", "FREMARK", "FTHIRDBILLNO", "FDocumentStatus", "FCancelStatus", "FApproveDate",
			}, contract...),
			entry: []string{"FSETTLETYPEID.FNumber", "FPURPOSEID.FNumber", "FACCOUNTID.FNumber", "FRECTOTALAMOUNTFOR", "FRECAMOUNTFOR_E", "FCOMMENT"},
		},
	}
}

// quote doubles the quotes of a text in a FilterString.
func quote(s string) string { return strings.ReplaceAll(s, "'", "''") }
