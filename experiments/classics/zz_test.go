package classics
import ("testing";"fmt";"time";"context";"math")
func TestZ(t *testing.T){
 n:=300
 res:=map[string][]float64{}
 names:=[]string{"full","line","lattice","small-world","random"}
 for _,net:=range names{
  v,err:=lazer.Read("network="+net,"t=1000"); if err!=nil {t.Fatal(err)}
  st:=time.Now()
  c:=newGathering(&lazer)
  err=replicate(context.Background(),&lazer,[]Values{v},Budget{Replications:n,Seed:1},func(_ int,rows []row){ c.add(rows[0]); res[net]=append(res[net],rows[0].values[0])})
  m:=c.measurement()
  fmt.Println(net,time.Since(st)/time.Duration(n), m.Results)
  for _,tt:=range []int{0,1,5,10,12,15,16,17,18,19,20,25,30,40,55,100,150,200,400,1000}{ fmt.Printf(" %d:%.3f",tt,m.Course[tt].Mean)}
  fmt.Println()
 }
 for _,a:=range names{ for _,b:=range names{ w:=0; for i:=range n{ if res[a][i]>res[b][i]+1e-12 {w++}}; fmt.Printf(" %5.0f",float64(w)/float64(n)*1000)}; fmt.Println(" ",a)}
 _=math.Pi
}
