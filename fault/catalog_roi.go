package fault

import "net/http"

var _ = register(map[string]Entry{ // attribution
	"bad_matrix_query": {Invalid, http.StatusBadRequest, "ROI矩阵的查询参数不正确，请检查所示参数", "a parameter of the ROI matrix is not valid; look at the one named"},
})
