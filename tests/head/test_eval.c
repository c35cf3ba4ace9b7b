#include "head/outline_tools.h"
#include <time.h>
static man m; static check_work w;
static double secs(void){struct timespec t; clock_gettime(CLOCK_PROCESS_CPUTIME_ID,&t); return t.tv_sec+1e-9*t.tv_nsec;}
int main(int argc,char**argv){
  int seeds = argc>1?atoi(argv[1]):4; int mode=argc>2?atoi(argv[2]):0; /*0 breadth only*/
  scalp_error oe={0}; if(scalp_codec_images_open(1,&oe)) return 1;
  check_work_open(&w,0);
  CHECK(man_read(check_shared(),&w.work,&m));
  printf("scan fit rms %.2f lm %.2f size %.1f x %.1f g %.1f origin %.1f %.1f %.1f\n",m.fit.rms_mm,m.fit.landmarks_mm,m.fit.size.length_mm,m.fit.size.breadth_mm,m.fit.size.circumference_mm,m.fit.origin.x,m.fit.origin.y,m.fit.origin.z);
  const scalp_head_measures given={.breadth_mm=154.7,.length_mm=mode==1?205.7:0};
  for(int set=0;set<7;set++){
    int first=set<5?set:0,last=set<5?set+1:set==5?3:5;
    for(int photo=0;photo<2;photo++){
      double worst[5]={0},sum[5]={0}; int fails=0;
      for(int s=0;s<seeds;s++){
        scalp_view views[5]; scalp_vec2 room[5][MAN_MIDLINE]; int n=0;
        for(int v=first;v<last;v++){ views[n]=man_clicks(&m,v,2,100+s,room[n]); if(!photo) views[n].photo=NULL; n++; }
        scalp_fit fit; scalp_error e={0};
        scalp_arena_mark mark=scalp_arena_here(w.work.memory);
        double t0=secs();
        if(scalp_fit_make(&given,"male",views,n,&w.work,&fit,&e)!=SCALP_OK){ printf("set %d: %s\n",set,e.message); fails++; scalp_arena_return(w.work.memory,mark); continue;}
        double t=secs()-t0;
        if(s<3||mode>1) printf(" set %d photo %d seed %d %.2fs L %.1f B %.1f C %.1f H %.1f modes",set,photo,s,t,fit.measures.length_mm,fit.measures.breadth_mm,fit.measures.circumference_mm,fit.measures.tragion_vertex_mm);
        if(s<3) for(int k=0;k<6;k++) printf(" %.1f",fit.form.modes[k]);
        for(int i=0;i<n;i++){ double d=man_turn_error(&m,first+i,&fit.views[i].camera); sum[i]+=d; worst[i]=fmax(worst[i],d);
          if(s<3) printf(" | %.2f (sd %.2f) lm %.1fmm out %.0f %.2f %.2f%s",d,fit.views[i].rotation_sd_deg,fit.views[i].rms_mm,fit.views[i].outline_seen_mm,fit.views[i].outline_rms_mm,fit.views[i].outline_max_mm,fit.views[i].outline_refused?" REFUSED":""); }
        if(s<3) puts("");
        scalp_arena_return(w.work.memory,mark);
      }
      printf("set %d photo %d fails %d:",set,photo,fails); for(int i=0;i<last-first;i++) printf(" mean %.2f worst %.2f",sum[i]/(seeds-fails),worst[i]); puts("");
    }
  }
  return 0;
}
