package record

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// FieldType is the type of a canonical field as a mapping sees it.
type FieldType string

// The field types. A list type is written with the prefix "list:".
const (
	TypeText    FieldType = "text"
	TypeInt     FieldType = "int"
	TypeDecimal FieldType = "decimal" // a decimal string
	TypeBool    FieldType = "bool"
	TypeMoney   FieldType = "money"
	TypeDate    FieldType = "date"
	TypeTime    FieldType = "time"
	TypeRef     FieldType = "ref"
	TypeMap     FieldType = "map"    // text to text
	TypeObject  FieldType = "object" // with Fields
)

// Field describes one canonical field.
type Field struct {
	Name     string
	Type     FieldType
	List     bool
	Required bool
	PII      string // "", "P" personal, "S" sensitive
	Enum     []string
	RefKind  string  // the entity a ref points at, where it is only one
	Fields   []Field // of an object
}

var decimalFields = map[string]bool{"tax_rate": true, "probability": true, "qty": true}

var kinds = map[string]reflect.Type{
	KindCustomer: reflect.TypeFor[Customer](), KindContact: reflect.TypeFor[Contact](), KindEmployee: reflect.TypeFor[Employee](),
	KindOrgUnit: reflect.TypeFor[OrgUnit](), KindLead: reflect.TypeFor[Lead](), KindActivity: reflect.TypeFor[Activity](),
	KindSpend: reflect.TypeFor[Spend](), KindDeal: reflect.TypeFor[Deal](), KindStageChange: reflect.TypeFor[StageChange](),
	KindOrder: reflect.TypeFor[Order](), KindReceivable: reflect.TypeFor[Receivable](), KindPayment: reflect.TypeFor[Payment](),
	KindCampaign: reflect.TypeFor[Campaign](),
}

var schemas = func() map[string][]Field {
	m := make(map[string][]Field, len(kinds))
	for k, t := range kinds {
		m[k] = fieldsOf(t)
	}
	return m
}()

// Schema gives the fields of a canonical kind in the order of its struct; nil for an unknown kind.
func Schema(kind string) []Field { return schemas[kind] }

// Kinds lists the canonical kinds that have a schema, in no order.
func Kinds() []string {
	out := make([]string, 0, len(kinds))
	for k := range kinds {
		out = append(out, k)
	}
	return out
}

// FieldNamed finds a field by name.
func FieldNamed(fields []Field, name string) (Field, bool) {
	for _, f := range fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

func fieldsOf(t reflect.Type) []Field {
	var out []Field
	for i := range t.NumField() {
		sf := t.Field(i)
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		f := Field{Name: name, Required: sf.Tag.Get("canon") == "required", PII: sf.Tag.Get("pii"), RefKind: sf.Tag.Get("ref")}
		if e := sf.Tag.Get("enum"); e != "" {
			f.Enum = strings.Split(e, ",")
		}
		ft := sf.Type
		if ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		if ft.Kind() == reflect.Slice {
			f.List, ft = true, ft.Elem()
		}
		switch {
		case ft == reflect.TypeFor[Money]():
			f.Type = TypeMoney
		case ft == reflect.TypeFor[Date]():
			f.Type = TypeDate
		case ft == reflect.TypeFor[time.Time]():
			f.Type = TypeTime
		case ft == reflect.TypeFor[Ref]():
			f.Type = TypeRef
		case ft.Kind() == reflect.Map:
			f.Type = TypeMap
		case ft.Kind() == reflect.Struct:
			f.Type, f.Fields = TypeObject, fieldsOf(ft)
		case ft.Kind() == reflect.Bool:
			f.Type = TypeBool
		case ft.Kind() == reflect.Int64:
			f.Type = TypeInt
		case decimalFields[name]:
			f.Type = TypeDecimal
		default:
			f.Type = TypeText
		}
		out = append(out, f)
	}
	return out
}

// DecodeEntity reads an entity's Data into its typed struct, for instance
// DecodeEntity[Lead](e).
func DecodeEntity[T any](e Entity) (T, error) {
	var v T
	if want := kinds[e.Kind]; want != reflect.TypeFor[T]() {
		return v, fmt.Errorf("record: entity of kind %q is not a %T", e.Kind, v)
	}
	if err := json.Unmarshal(e.Data, &v); err != nil {
		return v, fmt.Errorf("record: entity of kind %q: %w", e.Kind, err)
	}
	return v, nil
}
